"""What badges look like: sizes, designs of a gathering and of its classes, pictures on them."""
