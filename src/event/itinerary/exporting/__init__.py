"""The visit, hotels and transfers going out as the office's own workbooks, so that they can be taken in again."""
