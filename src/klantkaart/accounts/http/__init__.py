"""Sign-in over HTTP: allauth's screens in this product's words, and what every request must pass."""
