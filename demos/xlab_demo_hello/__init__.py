"""The smallest demo one can write."""
