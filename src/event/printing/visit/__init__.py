"""The homeland visit, hotels and transfers on paper: manifests, run sheets, rooming lists, pickups, name boards."""
