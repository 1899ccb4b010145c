package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/argus-power/argus/collector"
	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/snmp"
)

// probe is the command that probes once.
func probe(ctx context.Context, o options, stdout io.Writer) error {
	c, err := loadForOne(o.files)
	if err != nil {
		return err
	}
	p, err := c.Probe(config.Query{Target: o.target, Module: o.module, Device: o.device})
	if err != nil {
		return err
	}
	return show(ctx, c, p, o, stdout)
}

// replay is the command that reads a recording.
func replay(ctx context.Context, o options, stdout io.Writer) error {
	c, err := load(o.files)
	if err != nil {
		return err
	}
	file, err := os.Open(o.target)
	if err != nil {
		return fmt.Errorf("open recording: %w", err)
	}
	defer file.Close()
	recording, err := snmp.ReadRecording(file)
	if err != nil {
		return fmt.Errorf("recording %s: %w", o.target, err)
	}
	p, err := c.Replay(filepath.Base(o.target), recording, o.module)
	if err != nil {
		return err
	}
	return show(ctx, c, p, o, stdout)
}

// show carries a probe out and prints what is found.
func show(ctx context.Context, c *config.Config, p *config.Probe, o options, stdout io.Writer) error {
	timeout := p.Timeout
	if o.timeout > 0 {
		timeout = o.timeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	prober := collector.NewProber(func() *config.Config { return c }, collector.NewMetrics(),
		slog.New(slog.DiscardHandler), time.Now, 0, nil)
	found := prober.Gather(ctx, p)
	var err error
	switch o.format {
	case "prometheus":
		err = found.WriteExposition(stdout)
	case "debug":
		collector.WriteDebug(stdout, p, found)
	default:
		err = collector.WriteTable(stdout, found.Result)
	}
	if err == nil && !found.OK() {
		err = fmt.Errorf("probe of %s failed: %s", p.Target, found.Reason())
	}
	return err
}
