package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/alecthomas/kingpin/v2"

	"github.com/argus-power/argus/collector"
	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/snmp/trap"
)

func (o *options) defineTraps(app *kingpin.Application) {
	app.Flag("snmp.trap-address", "Address to receive SNMP traps and informs on, such as :162; who may send is in "+
		"traps: of the configuration. Empty is nowhere.").StringVar(&o.traps)
}

// A trapReceiver has devices read that tell of something by themselves, and compares what they told with what
// the reads show.
type trapReceiver struct {
	current  func() *config.Config
	prober   *collector.Prober
	log      *slog.Logger
	told     *trap.Pending
	prompter trap.Prompter
	said     trapLog
	listener *trap.Listener
	kept     trapState
}

// receiveTraps listens on an address, if there is one, until what it returns is called. State is the file that keeps
// the clocks of SNMPv3 over restarts; "" keeps nothing.
func receiveTraps(ctx context.Context, address, state string, current func() *config.Config, prober *collector.Prober,
	metrics *collector.Metrics, log *slog.Logger,
) (stop func(), err error) {
	if address == "" {
		if current().Traps() {
			log.Warn("the configuration has traps:, and nothing is listened for: --snmp.trap-address says where to")
		}
		return func() {}, nil
	}
	r := &trapReceiver{
		current: current, prober: prober, log: log,
		told: &trap.Pending{Known: prober.Knows}, said: trapLog{log: log, now: time.Now}, kept: trapState{file: state},
	}
	r.prompter.Read = r.read
	prober.Settle(r.told)
	ctx, cancel := context.WithCancel(ctx)
	if err := r.listen(ctx, address); err != nil {
		cancel()
		return nil, err
	}
	metrics.WatchTraps(&r.listener.Stats, r.told)
	log.Info("receiving SNMP traps", "address", r.listener.Addr())
	if !current().Traps() {
		log.Warn("the configuration has no traps:, so that nobody may send any")
	}
	var running sync.WaitGroup
	running.Go(func() { r.save(ctx) })
	running.Go(r.watch)
	return func() {
		cancel()
		running.Wait()
		r.prompter.Wait()
	}, nil
}

// watch says at once if nothing is received any more.
func (r *trapReceiver) watch() {
	if err := r.listener.Wait(); err != nil {
		r.log.Error("SNMP traps are not received any more; start Argus again", "err", err)
	}
}

func (r *trapReceiver) listen(ctx context.Context, address string) (err error) {
	name, err := os.Hostname()
	if err != nil {
		return fmt.Errorf("--snmp.trap-address: find the name of this host, which names the receiver: %w", err)
	}
	before, err := r.kept.load()
	if err != nil {
		r.log.Warn("what was known of the senders of traps is lost: one that was sent before may be taken again", "err", err)
	}
	r.listener, err = trap.Listen(ctx, trap.Options{
		Address: address, Name: name, State: before, Handle: func(n trap.Notice) bool { return r.handle(ctx, n) },
		Refused: r.said.refused,
		Sender: func(from netip.Addr) (trap.Access, bool) {
			access, ok := r.current().TrapAccess(from)
			return trap.Access(access), ok
		},
	})
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("--snmp.trap-address: %w; ports below 1024 need CAP_NET_BIND_SERVICE (of systemd: "+
			"AmbientCapabilities=, of a file: setcap), or take a higher port and redirect it", err)
	case err != nil:
		return fmt.Errorf("--snmp.trap-address: %w", err)
	}
	return nil
}

// handle keeps a notice until a read tells what of it is so, and has that read made.
func (r *trapReceiver) handle(ctx context.Context, n trap.Notice) (taken bool) {
	known := r.prober.Knows(n.Source)
	r.said.received(ctx, &n, known)
	taken = r.told.Add(n)
	if n.Probe && known {
		r.prompter.Ask(ctx, n.Source)
	}
	return taken
}

// read reads a device that told of something, and once more as long as what it told may still come true.
func (r *trapReceiver) read(ctx context.Context, device netip.Addr) {
	const lastRead = trap.Grace + 10*time.Second
	r.prober.Prompt(ctx, device)
	if newest := r.told.Waiting(device); !newest.IsZero() && time.Since(newest) < lastRead {
		r.prompter.Ask(ctx, device)
	}
}
