// Bench measures what Argus costs with a large fleet: see "make bench-fleet" and docs/performance.md.
//
// It simulates the devices, some of them dead and some slow, starts Argus with a store on disk, asks for each
// target once per interval as Prometheus does, watches the process, and prints figures and a verdict. Linux
// only: it gives each device an address of 127.0.0.0/8, and reads /proc.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop)
	var err error
	if len(os.Args) > 1 && os.Args[1] == simulate { // the fleet is a process of its own: its cost is not Argus's
		err = serveFleet(ctx, os.Args[2:])
	} else {
		err = run(ctx, os.Args[1:], os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// simulate is the first argument of the process that is the fleet.
const simulate = "fleet"

// options are the flags.
type options struct {
	argus    string
	flags    string
	memory   string
	fleet    fleet
	interval time.Duration
	warm     time.Duration
	duration time.Duration
	timeout  time.Duration
	listen   string
	limits   limits
	subject  subject
}

// limits are what the verdict is about.
type limits struct {
	cores float64       // of one core, in the mean
	rss   float64       // MiB, at most
	slow  time.Duration // that a scrape of a live target may take
}

func (o *options) parse(args []string) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&o.argus, "argus", "./argus", "the program, with what goes before it such as nice -n -10")
	flags.StringVar(&o.flags, "flags", "", "further flags for Argus")
	flags.StringVar(&o.memory, "gomemlimit", "350MiB", "its GOMEMLIMIT; none if empty")
	flags.StringVar(&o.listen, "listen", "127.0.0.1:10494", "where it listens")
	flags.DurationVar(&o.interval, "interval", 15*time.Second, "how often each target is asked for")
	flags.DurationVar(&o.warm, "warm", 45*time.Second, "time that is told apart, while all targets are met first")
	flags.DurationVar(&o.duration, "duration", 2*time.Minute, "measured time after that")
	flags.DurationVar(&o.timeout, "timeout", 10*time.Second, "the scrape timeout")
	flags.Float64Var(&o.limits.cores, "max-cpu", 0.6, "cores that it may use")
	flags.Float64Var(&o.limits.rss, "max-rss", 400, "MiB that it may use")
	flags.DurationVar(&o.limits.slow, "max-latency", time.Second, "time that a scrape of a live target may take")
	flags.StringVar(&o.subject.nut, "nut-url", "", "ask another exporter, which runs: URL with {target} and {host}")
	flags.StringVar(&o.subject.snmp, "snmp-url", "", "the same over SNMP")
	flags.IntVar(&o.subject.pid, "pid", 0, "process of that exporter")
	o.fleet.define(flags)
	if err := flags.Parse(args); err != nil {
		return err
	}
	if o.interval <= 0 || o.duration < o.interval || o.fleet.size < 1 {
		return errors.New("nothing to measure: -duration is at least -interval, -targets at least 1")
	}
	return o.fleet.check()
}

// run measures once.
func run(ctx context.Context, args []string, out io.Writer) error {
	var o options
	if err := o.parse(args); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	dir, err := os.MkdirTemp("", "argus-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	end, err := o.start(ctx, dir)
	if err != nil {
		return err
	}
	defer end()

	targets := o.fleet.targets()
	fmt.Fprintf(out, "%s\neach of them every %s, measured for %s after %s; GOMEMLIMIT=%s %s %s\n\n",
		o.fleet.describe(targets), o.interval, o.duration, o.warm, o.memory, o.argus, o.flags)
	l := newLoad(&o, targets)
	w := watch{pid: o.subject.pid, metrics: o.subject.metrics, out: out}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.run(ctx, o.warm, o.duration)
	}()
	l.run(ctx, o.warm, o.duration)
	<-ended
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return report(out, &o, l, &w)
}

// words splits a command line at spaces.
func words(text string) []string { return strings.Fields(text) }
