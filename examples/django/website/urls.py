"""The addresses of the site."""

from django.urls import path
from scans import views

urlpatterns = [
    path("", views.upload, name="upload"),
    path("scans/<uuid:pk>/", views.show, name="scan"),
]
