package main

import (
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"time"
)

// fleet is what is simulated.
type fleet struct {
	size       int
	snmpShare  float64
	dead, slow float64 // shares
	agent      time.Duration
	slowness   time.Duration
	nutFiles   string
	snmpFiles  string
	nutPort    int
	snmpPort   int
}

func (f *fleet) define(flags *flag.FlagSet) {
	flags.IntVar(&f.size, "targets", 10_000, "how many")
	flags.Float64Var(&f.snmpShare, "snmp", 0.5, "share of them that is read over SNMP")
	flags.Float64Var(&f.dead, "dead", 0.1, "share that never answers")
	flags.Float64Var(&f.slow, "slow", 0.05, "share that is slow")
	flags.DurationVar(&f.agent, "agent-time", 5*time.Millisecond, "what a device takes to answer a request")
	flags.DurationVar(&f.slowness, "slow-time", 700*time.Millisecond, "what a slow one takes")
	flags.StringVar(&f.nutFiles, "nut-recordings", "collector/testdata/*.dev", "what upsc printed of devices")
	flags.StringVar(&f.snmpFiles, "snmp-recordings", "snmp/testdata/fixtures/*.snmprec", "recordings of agents")
	flags.IntVar(&f.nutPort, "nut-port", 13493, "port of the simulated servers")
	flags.IntVar(&f.snmpPort, "snmp-port", 11161, "port of the simulated agents")
}

// args are the flags that make the same fleet.
func (f *fleet) args() []string {
	return []string{
		fmt.Sprint("-targets=", f.size), fmt.Sprint("-snmp=", f.snmpShare), fmt.Sprint("-dead=", f.dead),
		fmt.Sprint("-slow=", f.slow), fmt.Sprint("-agent-time=", f.agent), fmt.Sprint("-slow-time=", f.slowness),
		"-nut-recordings=" + f.nutFiles, "-snmp-recordings=" + f.snmpFiles,
		fmt.Sprint("-nut-port=", f.nutPort), fmt.Sprint("-snmp-port=", f.snmpPort),
	}
}

func (f *fleet) check() error {
	for _, pattern := range []string{f.nutFiles, f.snmpFiles} {
		if files, err := filepath.Glob(pattern); err != nil || len(files) == 0 {
			return fmt.Errorf("no recordings at %s; run this from the root of the project", pattern)
		}
	}
	if f.dead+f.slow > 1 || f.dead < 0 || f.slow < 0 || f.snmpShare < 0 || f.snmpShare > 1 {
		return errors.New("shares are between 0 and 1, and so is the sum of -dead and -slow")
	}
	return nil
}

// class is how a target behaves.
type class int

const (
	live class = iota
	slow
	dead
	classes
)

func (c class) String() string { return [...]string{"live", "slow", "dead"}[c] }

// target is one device.
type target struct {
	snmp  bool
	class class
	host  string
	port  int
	index int // among those of its protocol
}

func (t target) address() string { return fmt.Sprintf("%s:%d", t.host, t.port) }

// mixing is a prime that spreads classes and scrapes over the fleet: neighbours differ.
const mixing = 7919

// mix is a place among n for each i below n.
func mix(i, n int) int {
	if n%mixing == 0 {
		return i
	}
	return i * mixing % n
}

// targets lists the fleet. NUT servers have addresses of 127.2.0.0/15, agents of 127.4.0.0/15.
func (f *fleet) targets() []target {
	overSNMP := int(float64(f.size)*f.snmpShare + 0.5)
	list := make([]target, 0, f.size)
	for i := range f.size {
		t := target{snmp: i < overSNMP, index: i, port: f.snmpPort}
		network := 4
		total := overSNMP
		if !t.snmp {
			t.index, t.port, network, total = i-overSNMP, f.nutPort, 2, f.size-overSNMP
		}
		t.host = fmt.Sprintf("127.%d.%d.%d", network+t.index/62500, t.index/250%250, t.index%250+1)
		switch share := (float64(mix(t.index, total)) + 0.5) / float64(total); {
		case share < f.dead:
			t.class = dead
		case share < f.dead+f.slow:
			t.class = slow
		}
		list = append(list, t)
	}
	return list
}

// describe says in words what the fleet is.
func (f *fleet) describe(list []target) string {
	var count [2][classes]int
	for _, t := range list {
		protocol := 0
		if t.snmp {
			protocol = 1
		}
		count[protocol][t.class]++
	}
	return fmt.Sprintf("%d targets; NUT: %d live, %d slow, %d dead; SNMP: %d live, %d slow, %d dead; "+
		"%s for each request, %s if slow", len(list), count[0][live], count[0][slow], count[0][dead],
		count[1][live], count[1][slow], count[1][dead], f.agent, f.slowness)
}
