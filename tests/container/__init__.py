"""The Lambda image, under the Runtime Interface Emulator and sam local."""
