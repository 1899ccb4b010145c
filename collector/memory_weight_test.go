package collector

import (
	"fmt"
	"strings"
	"testing"
	"unsafe"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/power"
)

// TestMemoryIsWeighed holds that what is remembered of all targets is bounded by what it takes, too, and that nothing is
// remembered of a target that takes too much alone.
func TestMemoryIsWeighed(t *testing.T) {
	t.Parallel()
	var list []nuttest.Device
	for i := range 40 {
		list = append(list, nuttest.Device{Name: fmt.Sprintf("u%d", i+10), Vars: map[string]string{
			"ups.status": "OL", "ups.load": "1", "device.mfr": strings.Repeat("a", 200), "device.serial": fmt.Sprint(i + 10),
		}})
	}
	server := nuttest.Start(t, list...)
	p := prober(t, "")
	probe := func(name string) {
		_, body := get(t, p, "/probe?target="+name+"@"+server.Addr())
		has(t, body, "probe_success 1")
	}
	probe("u10")
	one := p.tracker.weight
	if one < snapshotSize+200 {
		t.Fatalf("one target takes %d", one)
	}
	p.tracker.maxWeight = 20 * one
	for _, device := range list {
		probe(device.Name)
	}
	if n := p.tracker.recent.Len(); n != 20 || p.tracker.weight != 20*one {
		t.Errorf("%d targets are remembered, which take %d; one takes %d", n, p.tracker.weight, one)
	}
	for _, name := range []string{"u49", "u30"} {
		if _, there := p.tracker.targets["nut "+server.Addr()+" "+name]; !there {
			t.Errorf("%s is not remembered", name)
		}
	}
	p.tracker.maxWeight = partOfOne*one - 1
	probe("u49")
	if _, there := p.tracker.targets["nut "+server.Addr()+" u49"]; there {
		t.Error("a target is remembered that takes more than its part")
	}
}

// TestSharedWeighsOnce holds that what targets have in common counts once, for as long as one of them has it.
func TestSharedWeighsOnce(t *testing.T) {
	t.Parallel()
	p := prober(t, "")
	first, second := card(t, "apc-rpdu2"), card(t, "apc-rpdu2")
	for _, url := range []string{snmpURL(first.Addr()), snmpURL(second.Addr()), snmpURL(first.Addr())} {
		get(t, p, url)
	}
	m := &p.tracker.memory
	own, shared := 0, 0
	for e := m.recent.Front(); e != nil; e = e.Next() {
		held := e.Value.(*target).held
		own, shared = own+held.Own, held.SharedSize
	}
	t.Logf("own %d, shared %d", own, shared)
	if len(m.sharing) != 1 || own == 0 || shared == 0 || m.weight != own+shared {
		t.Errorf("%d things are shared, all take %d; want %d and %d", len(m.sharing), m.weight, own, shared)
	}
	m.forget(m.recent.Back())
	if len(m.sharing) != 1 || m.weight <= shared || m.weight >= own+shared {
		t.Errorf("of one target, %d things are shared, all take %d", len(m.sharing), m.weight)
	}
	m.forget(m.recent.Back())
	if len(m.sharing) != 0 || m.weight != 0 {
		t.Errorf("of none, %d things are shared, all take %d", len(m.sharing), m.weight)
	}
}

// TestDetached holds that what is remembered does not keep answers in memory, and is the same as long as nothing changes.
func TestDetached(t *testing.T) {
	line := strings.Repeat("x", 4096)
	read := func() []power.Snapshot {
		s := power.Snapshot{Device: line[:3], Info: power.Info{Serial: line[:5]}}
		s.Status.Other = []string{line[:4]}
		return []power.Snapshot{s}
	}
	apart := func(text string) bool { return unsafe.StringData(text) != unsafe.StringData(line) }
	known := detached(read(), nil)
	if s := known[0]; !apart(s.Device) || !apart(s.Info.Serial) || !apart(s.Status.Other[0]) || s.Info.Serial != "xxxxx" {
		t.Errorf("%+v", s)
	}
	served := read()
	next := detached(append([]power.Snapshot(nil), served...), known)
	if unsafe.StringData(next[0].Info.Serial) != unsafe.StringData(known[0].Info.Serial) {
		t.Error("what has not changed is copied")
	}
	if apart(served[0].Status.Other[0]) {
		t.Error("what is served is changed")
	}
}
