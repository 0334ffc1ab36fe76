"""A file that is larger than any screen takes is not written anywhere: the rest of it is read past and thrown away."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

LARGEST_BODY = 51 * 1024 * 1024  # the largest file that is taken, and the fields around it


class Bounded(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS. Judges by the length that the browser announces, before a byte of the file."""

    _body: Any = None
    _length = 0

    def handle_raw_input(self, *args: Any, **_kwargs: Any) -> None:
        """Django hands over the body, its headers and then its length."""
        self._body, self._length = args[0], int(args[2])

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._length > LARGEST_BODY:
            if self.request is not None:
                self.request.META[_TOO_LARGE] = "1"
            while self._body.read(_PIECE):  # a browser only shows the answer to what it could send
                pass
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, *_args: Any) -> bytes:
        """Passes it on to the next handler."""
        return raw_data

    def file_complete(self, *_args: Any) -> None:
        """Keeps nothing itself."""


_PIECE = 64 * 1024
_TOO_LARGE = "klantkaart.upload_too_large"


def is_too_large(request: HttpRequest) -> bool:
    """Whether the file that came along was not looked at for its size. Reads the form first."""
    _read = request.FILES
    return _TOO_LARGE in request.META
