package collector

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// memo is a Memory that notes what it is told and answers what it was made with.
type memo struct {
	mu       sync.Mutex
	seen     []string // device and reason
	patience time.Duration
	known    []store.Device
	events   []power.Event
	readings []power.Reading
	reported []string // device and kind
}

func (m *memo) Observe(patience context.Context, k store.Key, from store.Source, s *power.Snapshot,
) ([]power.Event, []power.Reading) {
	m.mu.Lock()
	defer m.mu.Unlock()
	deadline, limited := patience.Deadline()
	if !limited {
		panic("patience has no end")
	}
	m.patience = time.Until(deadline)
	m.seen = append(m.seen, strings.Join([]string{k.Protocol, k.Device, from.Module, string(power.ReasonOf(s.Err))}, " "))
	return m.events, m.readings
}

func (m *memo) Report(_ context.Context, k store.Key, events []power.Event) []power.Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range events {
		m.reported = append(m.reported, k.Device+" "+string(events[i].Kind))
	}
	return events
}

func (m *memo) DevicesAt(string, string) []store.Device { return m.known }

// taken returns what was told since the last call, sorted.
func (m *memo) taken() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	slices.Sort(m.seen)
	text := strings.Join(m.seen, ", ")
	m.seen = nil
	return text
}

func remembering(t *testing.T, m *memo, log *slog.Logger) *Prober {
	t.Helper()
	p := prober(t, anyPort+"devices: [{target: '127.0.0.1:*', labels: {site: berlin}}]\n")
	p.tracker.kept, p.tracker.log = m, log
	return p
}

// TestKeptOfEachDevice holds that every device of a read is remembered once, with why it gave no
// data, and that what is kept is served of both.
func TestKeptOfEachDevice(t *testing.T) {
	a, b := two()
	server := nuttest.Start(t, a, b)
	server.Fail(b.Name, "DRIVER-NOT-CONNECTED")
	m := &memo{readings: []power.Reading{{Quantity: power.Energy, Value: 7}}}
	p := remembering(t, m, slog.New(slog.DiscardHandler))
	_, body := get(t, p, "/probe?target="+server.Addr())
	has(t, body, "probe_success 1", `argus_energy_joules_total{device="`+a.Name+`"} 7`,
		`argus_energy_joules_total{device="`+b.Name+`"} 7`, `argus_device_up{device="`+b.Name+`"} 0`)
	want := []string{"nut " + a.Name + " nut ", "nut " + b.Name + " nut driver_not_connected"}
	slices.Sort(want)
	if got := m.taken(); got != strings.Join(want, ", ") {
		t.Errorf("remembered %q, want %q", got, want)
	}
}

// TestKeptOfTheDead holds that a target that does not answer has the devices that were known before
// this process, with what is kept of them, and that this makes no success of the probe. What was
// taken off the server long ago is not among them.
func TestKeptOfTheDead(t *testing.T) {
	server := nuttest.Start(t)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	m := &memo{
		readings: []power.Reading{{Quantity: power.Events, Place: power.Place{"on_battery"}, Value: 3}},
		known: []store.Device{
			{Key: store.Key{Device: "ups"}, LastSeen: now, Info: power.Info{Model: "Old 500"}},
			{Key: store.Key{Device: "ups/1"}, LastSeen: now},
			{Key: store.Key{Device: "closet"}, LastSeen: now.Add(-time.Hour)},
			{Key: store.Key{Device: "gone"}, LastSeen: now.Add(-48 * time.Hour)},
		},
	}
	p := remembering(t, m, slog.New(slog.DiscardHandler))
	_, body := get(t, p, "/probe?target="+server.Addr())
	has(t, body, "probe_success 0", `argus_device_up{device="ups"} 0`, `argus_device_up{device="ups/1"} 0`,
		`argus_device_up{device="closet"} 0`, `argus_events_total{device="ups",event="on_battery"} 3`,
		`argus_device_info{device="ups",model="Old 500"} 1`)
	lacks(t, body, "gone")
	if got, want := m.taken(), "nut closet nut refused, nut ups nut refused, nut ups/1 nut refused"; got != want {
		t.Errorf("remembered %q, want %q", got, want)
	}
	_, body = get(t, p, "/probe?target=UPS@"+server.Addr())
	has(t, body, `argus_device_up{device="ups"} 0`, `argus_device_up{device="ups/1"} 0`)
	lacks(t, body, "gone", "closet")
}

// TestKeptKnowsTheSilent holds that a device which gives no data after a restart still says what it is.
func TestKeptKnowsTheSilent(t *testing.T) {
	a, b := two()
	server := nuttest.Start(t, a, b)
	server.Fail(b.Name, "DATA-STALE")
	m := &memo{known: []store.Device{{
		Key: store.Key{Device: b.Name}, LastSeen: time.Now(), Info: power.Info{Model: "Old 500"},
	}}}
	p := remembering(t, m, slog.New(slog.DiscardHandler))
	_, body := get(t, p, "/probe?target="+server.Addr())
	has(t, body, `argus_device_info{device="`+b.Name+`",model="Old 500"} 1`)
}

// TestOneObservationOfARead holds that scrapes which share a failed read are one failure.
func TestOneObservationOfARead(t *testing.T) {
	a, _ := two()
	server := nuttest.Start(t, a)
	m := &memo{known: []store.Device{{Key: store.Key{Device: a.Name}, LastSeen: time.Now()}}}
	p := remembering(t, m, slog.New(slog.DiscardHandler))
	server.Fault(nuttest.Hang)
	var scraping sync.WaitGroup
	for range 3 {
		scraping.Go(func() {
			_, body := get(t, p, "/probe?target="+server.Addr())
			has(t, body, `argus_device_up{device="`+a.Name+`"} 0`)
		})
	}
	joined(t, &p.tracker.flights, route{"nut " + server.Addr() + " ", p.config()}, 3)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	scraping.Wait()
	if got, want := m.taken(), "nut "+a.Name+" nut disconnected"; got != want {
		t.Errorf("remembered %q, want %q", got, want)
	}
}

// TestPatience holds what a scrape waits for the disk.
func TestPatience(t *testing.T) {
	for left, want := range map[time.Duration]time.Duration{
		20 * time.Second: time.Second, 2 * time.Second: time.Second / 2, -time.Second: 0,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), left)
		got := patienceOf(ctx)
		cancel()
		if got > want || left > 0 && got < want*9/10 {
			t.Errorf("with %s left: %s, want %s", left, got, want)
		}
	}
	if got := patienceOf(t.Context()); got != maxPatience {
		t.Errorf("without a deadline: %s", got)
	}
}

// TestEventLines holds the log lines of events: names that a pipeline may rely on.
func TestEventLines(t *testing.T) {
	charge, volts := 0.41, 24.5
	began := moment.Add(-90 * time.Second)
	a, _ := two()
	server := nuttest.Start(t, a)
	m := &memo{events: []power.Event{
		{Kind: power.BatteryBegan, Time: began, After: began.Add(-15 * time.Second), Count: 1},
		{
			Kind: power.BatteryEnded, Time: moment, Count: 2, Reported: true, Began: began, Duration: 90 * time.Second,
			LowestCharge: &charge, LowestVoltage: &volts, Suppressed: 4, Place: "p", Detail: "d",
		},
	}}
	var out bytes.Buffer
	p := remembering(t, m, slog.New(slog.NewJSONHandler(&out, nil)))
	get(t, p, "/probe?target="+server.Addr())
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	common := `"target":"` + server.Addr() + `","device":"` + a.Name + `",`
	for i, want := range []string{
		`"level":"WARN","msg":"power event","event":"on_battery",` + common + `"happened":"2026-11-21T11:58:30Z",` +
			`"model":"Model A","labels":{"site":"berlin"},"origin":"observed","after":"2026-11-21T11:58:15Z"}`,
		`"level":"INFO","msg":"power event","event":"on_battery_ended",` + common + `"happened":"2026-11-21T12:00:00Z",` +
			`"place":"p","detail":"d","model":"Model A","labels":{"site":"berlin"},"origin":"reported",` +
			`"count":2,"began":"2026-11-21T11:58:30Z","duration_seconds":90,"lowest_charge":0.41,` +
			`"lowest_voltage":24.5,"suppressed":4}`,
	} {
		if i >= len(lines) || !strings.HasSuffix(lines[i], want) || !json.Valid([]byte(lines[i])) {
			t.Errorf("line %d of\n%s\nwant …%s", i, out.String(), want)
		}
	}
}
