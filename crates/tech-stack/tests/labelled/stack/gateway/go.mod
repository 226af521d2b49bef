module example.org/gateway

go 1.23.2

require (
	github.com/go-chi/chi/v5 v5.1.0
	golang.org/x/sync v0.8.0 // indirect
)
