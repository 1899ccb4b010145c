package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/argus-power/argus/deploy/local"
)

// subject is the exporter that is measured: Argus, unless another one is named.
type subject struct {
	nut, snmp string // URLs with {target} or {host}
	metrics   string // "" if it tells none that are understood here
	pid       int
}

// patience is how long the fleet and Argus may take to start.
const patience = 2 * time.Minute

// start starts the fleet, and Argus unless another exporter is measured. End ends them.
func (o *options) start(ctx context.Context, dir string) (end func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	forever := context.WithoutCancel(ctx)
	devices, err := o.startFleet(ctx, forever, dir)
	if err != nil {
		return nil, err
	}
	if o.subject.pid != 0 {
		return devices.Stop, nil
	}
	argus, err := o.startArgus(ctx, forever, dir)
	if err != nil {
		devices.Stop()
		return nil, err
	}
	return func() { argus.Stop(); devices.Stop() }, nil
}

func (o *options) startFleet(ctx, forever context.Context, dir string) (*local.Process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	ready := filepath.Join(dir, "ready")
	args := append([]string{simulate, "-ready=" + ready}, o.fleet.args()...)
	devices, err := local.Start(forever, os.Stderr, nil, self, args...)
	if err != nil {
		return nil, err
	}
	for {
		if _, err := os.Stat(ready); err == nil {
			return devices, nil
		}
		select {
		case <-devices.Done():
			return nil, errors.Join(errors.New("the simulated devices did not come up"), devices.Err())
		case <-ctx.Done():
			devices.Stop()
			return nil, fmt.Errorf("wait for the simulated devices: %w", ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (o *options) startArgus(ctx, forever context.Context, dir string) (*local.Process, error) {
	config := filepath.Join(dir, "argus.yml")
	if err := os.WriteFile(config, []byte("targets: {allow: ['*:*']}\n"), 0o600); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(os.TempDir(), "argus-bench.log"))
	if err != nil {
		return nil, err
	}
	defer log.Close() // the process has its own
	command := append(words(o.argus), "--config.file="+config, "--web.listen-address="+o.listen,
		"--storage.path="+filepath.Join(dir, "argus.db"))
	command = append(command, words(o.flags)...)
	var env []string
	if o.memory != "" {
		env = []string{"GOMEMLIMIT=" + o.memory}
	}
	argus, err := local.Start(forever, log, env, command[0], command[1:]...)
	if err != nil {
		return nil, err
	}
	if err := argus.Ready(ctx, "http://"+o.listen+"/-/ready"); err != nil {
		argus.Stop()
		return nil, err
	}
	url := "http://" + o.listen
	o.subject = subject{
		pid: argus.PID(), metrics: url + "/metrics",
		nut: url + "/probe?module=nut&target={target}", snmp: url + "/probe?module=snmp&target={target}",
	}
	return argus, nil
}
