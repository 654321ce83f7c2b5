"""What the tests stand on: throwaway services, the browser, and the command behind `make test`."""
