// Preview draws pictures of the dashboards: it runs simulated devices through a few days, has a real
// Prometheus answer every query of every panel, and lays the answers out as Grafana would. The pictures
// show what the dashboards look like; they are no screenshots. Nothing else needs this program.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

type settings struct {
	argus, boards, charts, browser, history, out string
}

func main() {
	var s settings
	flag.StringVar(&s.argus, "argus", "../../argus", "the program Argus")
	flag.StringVar(&s.boards, "dashboards", "..", "where the dashboards are")
	flag.StringVar(&s.charts, "echarts", "echarts.min.js", "the charting library ECharts")
	flag.StringVar(&s.browser, "browser", "chromium-headless-shell", "a headless Chromium")
	flag.StringVar(&s.history, "history", "", "a directory that keeps the history for the next time")
	flag.StringVar(&s.out, "out", "../../docs/images", "where the pictures go")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, s)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "preview:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings) error {
	dir, err := os.MkdirTemp("", "argus-preview")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	data := s.history
	if data == "" {
		data = filepath.Join(dir, "data")
	}
	if _, err := os.Stat(data); err != nil {
		file := filepath.Join(dir, "history.om")
		if err := record(ctx, s, dir, file); err != nil {
			return fmt.Errorf("history: %w", err)
		}
		if err := fill(ctx, file, data); err != nil {
			return err
		}
	}
	server, err := serve(ctx, dir, data)
	if err != nil {
		return fmt.Errorf("Prometheus: %w", err) //nolint:staticcheck // it is a name
	}
	defer server.Stop()
	now, err := newest(ctx, server)
	if err != nil {
		return err
	}
	return draw(ctx, s, dir, server, now)
}
