package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/snmp/snmptest"
)

// serveFleet serves the simulated devices until ctx is done.
func serveFleet(ctx context.Context, args []string) error {
	var f fleet
	flags := flag.NewFlagSet(simulate, flag.ContinueOnError)
	f.define(flags)
	ready := flags.String("ready", "", "file that is written once all devices are there")
	if err := flags.Parse(args); err != nil {
		return err
	}
	devices, err := readDumps(f.nutFiles)
	if err != nil {
		return err
	}
	agents, err := startAgents(ctx, f.snmpFiles)
	if err != nil {
		return err
	}
	for _, t := range f.targets() {
		pause := f.agent
		if t.class == slow {
			pause = f.slowness
		}
		if t.snmp {
			err = agents[t.index%len(agents)].front(ctx, t, pause)
		} else {
			err = serveNUT(t, devices[t.index%len(devices)], pause)
		}
		if err != nil {
			return fmt.Errorf("simulate %s: %w", t.address(), err)
		}
	}
	if err := os.WriteFile(*ready, []byte(strconv.Itoa(f.size)+"\n"), 0o600); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// readDumps reads devices of NUT.
func readDumps(pattern string) ([]nuttest.Device, error) {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	var list []nuttest.Device
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		vars, err := nuttest.ReadDump(file)
		file.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		list = append(list, nuttest.Device{Name: "ups", Vars: vars})
	}
	return list, nil
}

// serveNUT serves a NUT server with one device. A dead one takes connections and says nothing, as a
// server whose process is stopped does.
func serveNUT(t target, device nuttest.Device, pause time.Duration) error {
	server := nuttest.NewServer(device).Nagle(false).Latency(pause)
	if t.class == dead {
		server.Fault(nuttest.Hang)
	}
	return server.Listen(t.address())
}

// variation matches lines of a recording that tell how a simulator should make up the value.
var variation = regexp.MustCompile(`(?m)^[0-9.]+\|\d+x?:.*$`)

func readRecording(name string) (*snmptest.Tree, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	tree, err := snmptest.ParseRecording(bytes.NewReader(variation.ReplaceAll(text, nil)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return tree, nil
}

// startAgents starts one agent for each recording, from which the agents of the fleet have their answers.
func startAgents(ctx context.Context, pattern string) ([]*source, error) {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	var list []*source
	for _, name := range files {
		if strings.HasSuffix(name, "-lost.snmprec") { // an agent without its device: its probe fails, as it should
			continue
		}
		tree, err := readRecording(name)
		if err != nil {
			return nil, err
		}
		agent := snmptest.NewAgent(tree)
		if err := agent.Listen("127.0.0.1:0"); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		conn, err := new(net.Dialer).DialContext(ctx, "udp", agent.Addr())
		if err != nil {
			return nil, err
		}
		list = append(list, &source{agent: agent, conn: conn, answers: map[string]answer{}})
	}
	return list, nil
}
