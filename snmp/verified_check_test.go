package snmp_test

import (
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// sample is one value of a recording as the facts state it.
var sample = regexp.MustCompile(`^(\S+) (\.[0-9.]+) = (.*?)(?: => (-?[0-9.e+-]+) (\S+))?$`)

// base is the factor from the facts' units to base units.
var base = map[string]float64{
	"Wh": 3600, "Ah": 3600, "V": 1, "A": 1, "W": 1, "VA": 1, "Hz": 1, "ratio": 1, "s": 1, "degC": 1, "var": 1,
	"count": 1, "rpm": 1.0 / 60,
}

// walked is what was read of a recording.
type walked struct {
	found     map[string]snmp.Explained
	uses      *snmp.Uses
	snapshots []power.Snapshot
}

// walkedOf reads a recording, or returns nil if it is not there or has no device.
func walkedOf(t *testing.T, s *snmp.Set, walk string) *walked {
	t.Helper()
	file := filepath.Join(walks, walk+".snmprec")
	if _, err := os.Stat(file); err != nil {
		return nil
	}
	r := readRecording(t, file)
	now := time.Unix(1.8e9, 0)
	all, _, err := r.Explain(s, now)
	w := &walked{found: map[string]snmp.Explained{}}
	if err != nil {
		return w
	}
	for _, x := range all {
		if old, ok := w.found[x.OID]; !ok || old.Why != "" || old.Quantity == power.StatusSet {
			w.found[x.OID] = x
		}
	}
	if w.uses, err = r.Uses(s, now); err != nil {
		t.Fatalf("%s: %v", walk, err)
	}
	source := snmp.Source{Set: s, Recording: r, Now: time.Now}
	if w.snapshots, err = source.Read(t.Context()); err != nil {
		t.Fatalf("%s: %v", walk, err)
	}
	return w
}

// check compares what came of a sample with what the facts state.
func (w *walked) check(f fact, parts []string) string {
	oid, raw := f.OID+parts[2], parts[3]
	x, ok := w.found[oid]
	measured := parts[4] != "" && base[parts[5]] != 0 && parts[5] != "count"
	switch {
	case w.uses == nil:
		return "there is no device"
	case f.Unit == "label" || f.Unit == "text":
		return w.checkText(f, parts)
	case !ok || !x.Used:
		if ok && strings.TrimSpace(raw) == "" || !measured && w.looksAt(oid) {
			return ""
		}
		return "not read"
	case strings.HasSuffix(raw, "(not available)"):
		if x.Why == "" {
			return fmt.Sprintf("%s is %g, and should be absent", x.Quantity.Name(), x.Value)
		}
		return ""
	case parts[4] == "" || base[parts[5]] == 0 || x.Quantity.Kind() > power.Counter:
		return "" // what enumerations become is held to them in TestEnumerations
	case x.Why == power.Duplicate: // a better row's value; it is held to its own facts
		return ""
	case x.Why != "":
		return "dropped: " + string(x.Why)
	}
	want, err := strconv.ParseFloat(parts[4], 64)
	if err != nil {
		return err.Error()
	}
	want *= base[parts[5]]
	if math.Abs(x.Value-want) > 1e-4*math.Max(math.Abs(want), 1e-3) {
		return fmt.Sprintf("%s%v is %g, want %g", x.Quantity.Name(), x.Place, x.Value, want)
	}
	return ""
}

// looksAt says whether an object makes a label of others, or says how they are read.
func (w *walked) looksAt(oid string) bool {
	return w.uses.Conditions[oid] || len(w.uses.Labels[oid]) > 0
}

// checkText finds a text where it belongs: it is read, or becomes a label, or tells
// what the device is, or is the number by which its row is counted.
func (w *walked) checkText(f fact, parts []string) string {
	oid, text := f.OID+parts[2], power.Identity(unhex(parts[3]))
	x, ok := w.found[oid]
	field := w.uses.Field(oid)
	switch {
	case text == "" || w.looksAt(oid), slices.Contains(w.uses.RowOf(f.OID, parts[2]), text):
		return ""
	case ok && x.Used && x.Why == power.Duplicate: // a better row names it
		return ""
	case ok && x.Used && x.Quantity.Kind() != power.InfoKind:
		if x.Why != "" {
			return "dropped: " + string(x.Why)
		}
		return ""
	case ok && x.Used:
		return w.named(x, text)
	case field == "":
		return "the text is nowhere"
	}
	var told []string
	for _, s := range w.snapshots {
		i := s.Info
		told = append(told, map[string]string{
			"manufacturer": i.Manufacturer, "model": i.Model, "serial": i.Serial, "firmware": i.Firmware,
			"name": i.Name, "location": i.Location,
		}[field])
	}
	is := func(s string) bool { return s == text || len(parts[3]) == cut && strings.HasPrefix(s, text) }
	if !slices.ContainsFunc(told, is) {
		return fmt.Sprintf("the %s is %q", field, told)
	}
	return ""
}

// cut is how long a text of the facts may be: of a longer one they have the beginning.
const cut = 30

// unhex returns octets that the facts give in hexadecimal digits.
func unhex(raw string) string {
	if digits, ok := strings.CutPrefix(raw, "0x"); ok {
		if octets, err := hex.DecodeString(digits); err == nil {
			return strings.TrimRight(string(octets), "\x00")
		}
	}
	return raw
}

// named says whether what a row reads as a text is there, with that text.
func (w *walked) named(x snmp.Explained, text string) string {
	last := len(x.Quantity.Labels()) - 1
	for _, s := range w.snapshots {
		for _, r := range s.Readings {
			at := r.Place
			at[last] = ""
			if s.Device == x.Device && r.Quantity == x.Quantity && at == x.Place {
				if r.Place[last] == text {
					return ""
				}
				text = fmt.Sprintf("%s, and is %q", text, r.Place[last])
			}
		}
	}
	return fmt.Sprintf("%s%v should be %s", x.Quantity.Name(), x.Place, text)
}
