"""Announcing this kit on the network and finding others."""
