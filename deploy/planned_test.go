package deploy

import (
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/deploy/local"
)

// inbox keeps notifications: receiver, status, and the names of the alerts.
type inbox struct {
	mu    sync.Mutex
	lines []string
}

func (b *inbox) take(n local.Notification) {
	var names []string
	for i := range n.Alerts {
		names = append(names, n.Alerts[i].Name())
	}
	slices.Sort(names)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines = append(b.lines, n.Receiver+" "+n.Status+" "+strings.Join(names, "+"))
}

func (b *inbox) all() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.lines)
}

// generatorTest is when the generator is tested.
var generatorTest = regexp.MustCompile(`(?s)(name: generator-test-berlin[^\n]*\n    time_intervals:\n).*?\n\n`)

// TestPlannedTest holds what is told of a power failure at an hour that is muted, and at any other.
func TestPlannedTest(t *testing.T) {
	for _, test := range []struct {
		name, when string
		told       bool
	}{
		{"in its hours", `times: [{start_time: "00:00", end_time: "24:00"}]`, false},
		{"at another time", `years: ["2001"]`, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			told := &inbox{}
			receiver := httptest.NewServer(local.Receiver(told.take))
			t.Cleanup(receiver.Close)
			server := alertmanager(t, receiver.URL, func(text string) string {
				changed := generatorTest.ReplaceAllString(text, "${1}      - "+test.when+"\n\n")
				if changed == text {
					t.Fatal("the hours of the test are not where this test looks for them")
				}
				return faster(changed)
			})
			raise(t, server, labels("alertname=SiteOnBattery severity=critical site=berlin"))
			raise(t, server, labels("alertname=UPSLowBattery severity=critical site=berlin device=c instance=i"))
			const battery, outage = "oncall-berlin firing UPSLowBattery", "oncall-berlin firing SiteOnBattery"
			until(t, "what is to be told", func() (bool, any) {
				got := told.all()
				return slices.Contains(got, battery) && slices.Contains(got, outage) == test.told, got
			})
			// Nobody has to wait longer for the outage than for the battery, but for how timers run.
			for end := time.Now().Add(3 * time.Second); !test.told && time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
				if got := told.all(); slices.Contains(got, outage) {
					t.Fatalf("the outage is told: %q", got)
				}
			}
		})
	}
}

// TestGrouping holds that the same trouble of many devices of a site is one message, and that of another
// site another one.
func TestGrouping(t *testing.T) {
	told := &inbox{}
	receiver := httptest.NewServer(local.Receiver(told.take))
	t.Cleanup(receiver.Close)
	server := alertmanager(t, receiver.URL, faster)
	var forty []map[string]string
	for i := range 40 {
		forty = append(forty, labels("alertname=BatteryReplace severity=warning site=home instance=i device=ups"+strconv.Itoa(i)))
	}
	raise(t, server, append(forty, labels("alertname=BatteryReplace severity=warning site=attic instance=i device=ups"))...)
	until(t, "two messages", func() (bool, any) { got := told.all(); return len(got) >= 2, got })
	got := told.all()
	slices.Sort(got)
	want := []string{"team firing BatteryReplace", "team firing BatteryReplace" + strings.Repeat("+BatteryReplace", 39)}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
