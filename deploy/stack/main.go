// Stack runs Argus beside simulated devices, with the Prometheus, Alertmanager and Grafana that this
// machine has, set up as deploy/ sets them up: see "make stack". Nothing of it reaches anybody else:
// what Alertmanager would send is printed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/argus-power/argus/deploy/local"
)

func main() {
	// A terminal that is closed says SIGHUP: nothing may go on without anybody to end it.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop)
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "stack:", err)
		os.Exit(1)
	}
}

// options are what the flags say.
type options struct {
	argus, demo   string // programs
	root          string // of the project
	listen        string // where Argus listens
	nut, ups, pdu string // where the simulated devices listen
	prometheus    string
	alertmanager  string
	grafana       string
	data          string // a folder; "" is one that goes when all ends
	free          bool   // ports wherever there are some
}

func parse(ctx context.Context, args []string) (*options, error) {
	o := &options{}
	flags := flag.NewFlagSet("stack", flag.ContinueOnError)
	flags.StringVar(&o.argus, "argus", "./argus", "Argus, the program")
	flags.StringVar(&o.demo, "demo", ".tools/demo", "the demo's simulated devices, the program")
	flags.StringVar(&o.root, "root", ".", "the project's folder")
	flags.StringVar(&o.listen, "listen", "127.0.0.1:10493", "where Argus listens")
	flags.StringVar(&o.nut, "devices", "127.0.0.1:13493", "where the simulated NUT server listens")
	flags.StringVar(&o.ups, "ups", "127.0.0.1:11161", "where the SNMP agent of a simulated UPS listens")
	flags.StringVar(&o.pdu, "pdu", "127.0.0.1:11162", "where the SNMP agent of a simulated PDU listens")
	flags.StringVar(&o.prometheus, "prometheus", "127.0.0.1:9090", "where Prometheus listens")
	flags.StringVar(&o.alertmanager, "alertmanager", "127.0.0.1:9093", "where Alertmanager listens")
	flags.StringVar(&o.grafana, "grafana", "127.0.0.1:3000", "where Grafana listens")
	flags.StringVar(&o.data, "data", "", "the folder that keeps everything; without one nothing is kept")
	flags.BoolVar(&o.free, "free", false, "listen on ports that are free instead")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if o.free {
		return o, o.anywhere(ctx)
	}
	return o, nil
}

// anywhere chooses ports that are free.
func (o *options) anywhere(ctx context.Context) error {
	for _, address := range []*string{&o.listen, &o.nut, &o.prometheus, &o.alertmanager, &o.grafana} {
		free, err := local.Free(ctx)
		if err != nil {
			return err
		}
		*address = free
	}
	for _, address := range []*string{&o.ups, &o.pdu} {
		free, err := local.FreeUDP(ctx)
		if err != nil {
			return err
		}
		*address = free
	}
	return nil
}

// run starts everything that is installed, and ends it when ctx is done or one of them ends.
func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := parse(ctx, args)
	if err != nil {
		return err
	}
	if o.data == "" {
		if o.data, err = os.MkdirTemp("", "argus-stack-"); err != nil {
			return fmt.Errorf("a folder for the stack: %w", err)
		}
		defer func() { _ = os.RemoveAll(o.data) }()
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &stack{options: o, out: &shared{to: out}, failed: make(chan error, 1)}
	defer s.stop()
	if err := s.start(ctx); err != nil {
		return errors.Join(err, s.logs())
	}
	s.guide()
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.failed:
		return errors.Join(err, s.logs())
	}
}

// shared is an output for several.
type shared struct {
	mu sync.Mutex
	to io.Writer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.to.Write(p)
}

// startPatience is how long a program may take until it answers.
const startPatience = time.Minute
