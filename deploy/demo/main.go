// Demo runs Argus beside simulated devices, for everybody who has no UPS at
// hand: see "make demo".
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/snmp/snmptest"
)

func main() {
	// A terminal that is closed says SIGHUP: nothing may go on without anybody to end it.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop)
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// run serves the simulated devices and runs Argus until ctx is done or Argus ends.
func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	argus := flags.String("argus", "./argus", "the program to run")
	config := flags.String("config", "deploy/demo/argus.yml", "its configuration file")
	listen := flags.String("listen", "localhost:10493", "where it listens")
	devices := flags.String("devices", "127.0.0.1:13493", "where the simulated NUT server listens")
	ups := flags.String("ups", "127.0.0.1:11161", "where the SNMP agent of a simulated UPS listens")
	pdu := flags.String("pdu", "127.0.0.1:11162", "where the SNMP agent of a simulated PDU listens")
	file := flags.String("store", "data/demo.db", "where it keeps events and energy")
	if err := flags.Parse(args); err != nil {
		return err
	}
	sim := nuttest.NewSim(1)
	if err := sim.Server().Listen(*devices); err != nil {
		return fmt.Errorf("simulated devices: %w", err)
	}
	defer func() { _ = sim.Server().Close() }()
	agents := map[string]*snmptest.Demo{*ups: snmptest.DemoUPS(1), *pdu: snmptest.DemoPDU(2)}
	for address, demo := range agents {
		if err := demo.Agent().Listen(address); err != nil {
			return fmt.Errorf("simulated devices: %w", err)
		}
		defer func() { _ = demo.Agent().Close() }()
	}

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go tick(ctx, time.Second, func(now time.Time) {
		sim.Step(now)
		for _, demo := range agents {
			demo.Step(now)
		}
	})
	go tick(ctx, 5*time.Second, scrape(ctx,
		"http://"+*listen+"/probe?target="+*devices,
		"http://"+*listen+"/probe?module=snmp&target="+*ups,
		"http://"+*listen+"/probe?module=snmp&target="+*pdu))
	fmt.Fprintf(out, guide, *listen, *devices, *ups, *pdu)
	return supervise(ctx, *argus, "--config.file="+*config, "--web.listen-address="+*listen,
		"--storage.path="+*file)
}

// guide tells what there is to see.
const guide = `
Argus, a NUT server with five simulated devices and two devices with SNMP are starting.
Things to look at:

  Argus: try a probe, see the last ones    http://%[1]s/
  all devices, as Prometheus reads them    http://%[1]s/probe?target=%[2]s
  a UPS: mains fails every 4 minutes       http://%[1]s/probe?target=office@%[2]s
  a three-phase UPS                        http://%[1]s/probe?target=data-center@%[2]s
  a PDU with 8 outlets                     http://%[1]s/probe?target=rack-pdu@%[2]s
  a transfer switch                        http://%[1]s/probe?target=rack-ats@%[2]s
  a UPS whose driver loses it at times     http://%[1]s/probe?target=closet@%[2]s
  over SNMP: a three-phase UPS             http://%[1]s/probe?target=%[3]s&module=snmp
  over SNMP: a PDU with 24 outlets         http://%[1]s/probe?target=%[4]s&module=snmp
  what happened, from a minute on          http://%[1]s/api/v1/events
  mains failures, and how long             http://%[1]s/api/v1/outages
  energy of each day                       http://%[1]s/api/v1/energy?period=day
  Argus itself                             http://%[1]s/metrics
  in a shell                               ./argus probe office@%[2]s

Add &debug=true to see what was left out and why. The demo reads all devices each 5 seconds, in
place of a Prometheus. Ctrl-C ends everything.

`

// scrape returns a step that reads all devices as Prometheus would, so that there is something to
// remember of them. As long as Argus does not listen nothing comes of it.
func scrape(ctx context.Context, urls ...string) func(time.Time) {
	return func(time.Time) {
		for _, url := range urls {
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
			if err != nil {
				continue
			}
			if response, err := http.DefaultClient.Do(request); err == nil {
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
			}
		}
	}
}

// tick steps at once and then at each interval.
func tick(ctx context.Context, interval time.Duration, step func(now time.Time)) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		step(time.Now())
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// supervise runs Argus, and ends it gracefully when ctx is done.
func supervise(ctx context.Context, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = apart()
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 15 * time.Second
	err := cmd.Run()
	if ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)) {
		return nil
	}
	if err == nil {
		err = errors.New("it ended by itself")
	}
	return fmt.Errorf("%s: %w", program, err)
}
