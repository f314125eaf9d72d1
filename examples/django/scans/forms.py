"""What visitors fill in."""

from django import forms


class DocumentForm(forms.Form):
    """One document."""

    document = forms.FileField(label="An image or a PDF")
