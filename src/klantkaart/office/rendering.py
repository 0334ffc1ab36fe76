"""Makes every Django form field look like the product: ``{{ form.name.as_field_group }}`` is components/field.html."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """For settings.FORM_RENDERER."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"
