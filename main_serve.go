package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/prometheus/common/promslog"
	"github.com/prometheus/common/version"
	"github.com/prometheus/exporter-toolkit/web"

	"github.com/argus-power/argus/collector"
	"github.com/argus-power/argus/config"
)

// serve is the command that runs until ctx is done.
func serve(ctx context.Context, o options) error {
	if err := o.validate(); err != nil {
		return err
	}
	logger := promslog.New(o.log)
	logger.Info("starting Argus", "version", version.Info(), "build", version.BuildContext())
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP) // from here on, and to the very end, it ends nothing
	metrics := collector.NewMetrics()
	holder, err := collector.NewHolder(func() (*config.Config, error) { return load(o.files) },
		logger, metrics, time.Now)
	if err != nil {
		return fmt.Errorf("load configuration:\n%w", err)
	}
	kept, err := o.store.open(ctx, logger)
	if err != nil {
		return err
	}
	defer closeStore(kept, closePatience, logger)
	metrics.Watch(kept.Stats)
	prober := collector.NewProber(holder.Current, metrics, logger, time.Now, o.offset, kept)
	prober.Limit = o.maxProbes
	stopTraps, err := receiveTraps(ctx, o.traps, o.store.beside(".traps"), holder.Current, prober, metrics, logger)
	if err != nil {
		return err
	}
	defer stopTraps()
	go holder.ReloadOn(ctx, hangup)

	routes := collector.Routes(prober, holder, metrics, collector.Pages{
		Landing: landing(prober), Memory: memoryPages(ctx, kept, o.store.keep(), holder, prober),
		Ready: func() bool { return ctx.Err() == nil }, Remark: func() string { return remark(kept.Stats()) },
	})
	doors, err := guarded(*o.web.WebConfigFile, logger, restricted(o.lifecycle, routes))
	if err != nil {
		return err
	}
	stopHealth, err := serveHealth(ctx, o.health, doors.supervised(routes), logger)
	if err != nil {
		return err
	}
	defer stopHealth()
	return listen(ctx, o, doors, logger)
}

// listen serves until ctx is done and running probes have finished.
func listen(ctx context.Context, o options, doors *guard, logger *slog.Logger) error {
	server := newServer(doors, logger)
	announce(ctx, server, logger)
	doors.watch(server)
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		logger.Info("stopping: no new connections, running probes finish", "at_most", o.drain)
		drained, cancel := context.WithTimeout(context.WithoutCancel(ctx), o.drain)
		defer cancel()
		stopped <- server.Shutdown(drained)
	})
	err := web.ListenAndServe(server, o.web, slog.New(unquoting{logger.Handler()}))
	if !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	if err := <-stopped; err != nil {
		logger.Warn("stopped; connections that were still open have no answer", "err", err)
		return nil // it was asked to stop, and did
	}
	logger.Info("stopped")
	return nil
}

// landing shows what there is, and the last probes.
func landing(prober *collector.Prober) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		page, err := web.NewLandingPage(web.LandingConfig{
			Name:        "Argus",
			Description: "Prometheus exporter for UPSes, PDUs, transfer switches and sensors",
			Version:     version.Info(),
			Form: web.LandingForm{
				Action: "probe",
				Inputs: []web.LandingFormInput{
					{
						Label: "Target", Type: "text", Name: "target",
						Placeholder: "[ups@]host[:port]", Value: "localhost",
					},
					{Label: "Module", Type: "text", Name: "module", Value: config.DefaultModule},
					{Label: "Debug", Type: "text", Name: "debug", Value: "true"},
				},
			},
			Links: []web.LandingLinks{
				{Address: "metrics", Text: "Metrics", Description: "of Argus itself"},
				{Address: "api/v1/devices", Text: "Devices", Description: "that are known, as JSON"},
				{Address: "api/v1/events?format=csv", Text: "Events", Description: "of devices, newest first"},
				{Address: "api/v1/outages?format=csv", Text: "Outages", Description: "how long and how deep"},
				{Address: "api/v1/energy?period=day&format=csv", Text: "Energy", Description: "by device and day"},
				{Address: "sd", Text: "Service discovery", Description: "for Prometheus"},
				{Address: "config", Text: "Configuration", Description: "in use, secrets hidden"},
				{Address: "-/healthy", Text: "Health"},
				{Address: "-/ready", Text: "Readiness"},
			},
			Profiling: "false",
			ExtraHTML: prober.History.HTML(),
			ExtraCSS:  "table.probes td, table.probes th { padding: 0.2em 1em; text-align: left; }",
		})
		if err != nil {
			http.Error(w, "landing page: "+err.Error(), http.StatusInternalServerError)
			return
		}
		page.ServeHTTP(w, r)
	}
}
