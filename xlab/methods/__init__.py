"""Methods that turn what people said into something a room can look at: pure, each after its published source."""
