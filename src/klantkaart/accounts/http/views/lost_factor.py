"""Between password and second factor: saying that the second factor is lost, and going on once that is settled."""

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from klantkaart.kernel import clock
from klantkaart.kernel.errors import DomainError

from ... import actions, queries
from ...actors import actor_for
from ...models import User
from ...permissions import has_second_pair_of_eyes
from ..forms import LostFactorForm


@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def lost_factor(request: HttpRequest) -> HttpResponseBase:
    """Only for who just gave the right password; nobody is signed in yet."""
    stage = request._login_stage  # type: ignore[attr-defined]  # noqa: SLF001  (allauth hands it over like this)
    person: User = stage.login.user
    if request.method == "POST" and "finish" in request.POST:
        try:
            actions.finish_factor_reset(person=person, by=actor_for(person), at=clock.now())
        except DomainError as refusal:
            return _page(request, person, LostFactorForm(), refusal=str(refusal))
        response: HttpResponseBase = stage.exit()
        return response
    form = LostFactorForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.ask_factor_reset(
                person=person, reason=form.cleaned_data["reason"], by=actor_for(person), at=clock.now()
            )
        except DomainError as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("account_lost_factor"))
    return _page(request, person, form)


def _page(request: HttpRequest, person: User, form: LostFactorForm, *, refusal: str = "") -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "reset": queries.reset_of(person),
        "alone": not has_second_pair_of_eyes(person),
    }
    return render(request, "account/lost_factor.html", context, status=422 if form.errors or refusal else 200)
