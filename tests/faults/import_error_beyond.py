from helpers import beyond
