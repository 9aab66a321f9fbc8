"""The dashboard: pages for facilitators, phones and IT, the API and the live feed."""
