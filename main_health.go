package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/alecthomas/kingpin/v2"
)

func (o *options) defineHealth(app *kingpin.Application) {
	cmd := app.Command("health", "Ask a running Argus whether it is alive, for supervisors without a client of their own.")
	cmd.Arg("url", "What to ask; of an Argus with TLS or passwords that of --web.health-address.").
		// By number: an image without anything but Argus may have no file that says what localhost is.
		Default("http://127.0.0.1:10493/-/healthy").StringVar(&o.target)
}

// askHealth fails unless Argus answers there, and with 200.
func askHealth(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return fmt.Errorf("health: %w", err)
	}
	client := &http.Client{Transport: &http.Transport{}} // no proxy: Argus is on this host
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("health: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(response.Body, 200)) // as much as there is
		return fmt.Errorf("health: %s: %s", response.Status, strings.TrimSpace(string(said)))
	}
	return nil
}
