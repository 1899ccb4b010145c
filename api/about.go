package api

import (
	"maps"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// who says in an answer which device is meant.
type who struct {
	Protocol string            `json:"protocol"`
	Target   string            `json:"target"`
	Address  string            `json:"address"`
	Device   string            `json:"device"`
	Site     string            `json:"site"`
	Labels   map[string]string `json:"labels"`
}

// about is what is known of a device beside its key.
type about struct {
	target string
	info   power.Info
	labels map[string]string // the owner's, with valid names and values
	site   string
}

// unknown is the site and the location of a device of which nobody has stated it.
const unknown = "unknown"

func (a *api) about(key store.Key, target string, info power.Info) *about {
	k := &about{target: target, info: info, labels: map[string]string{}}
	if target == "" {
		k.target = key.Address
	}
	for name, value := range a.Labels(key) {
		if value = power.CleanLabel(value); labelName(name) && value != "" {
			k.labels[name] = value
		}
	}
	if k.site = k.labels["site"]; k.site == "" {
		k.site = k.location()
	}
	return k
}

// location is where the device says it is.
func (k *about) location() string {
	if k.info.Location == "" {
		return unknown
	}
	return k.info.Location
}

func (k *about) who(key store.Key) who {
	return who{
		Protocol: key.Protocol, Target: k.target, Address: key.Address, Device: key.Device,
		Site: k.site, Labels: k.labels,
	}
}

// A directory finds what is known of devices, each once in a request. Events outlive devices, of which
// their keys are all that is known.
type directory struct {
	*api
	known map[store.Key]*about
}

func (a *api) directory() directory { return directory{a, map[store.Key]*about{}} }

func (d directory) find(key store.Key) *about {
	if k, ok := d.known[key]; ok {
		return k
	}
	for _, device := range d.Store.DevicesAt(key.Protocol, key.Address) {
		d.known[device.Key] = d.about(device.Key, device.Target, device.Info)
	}
	if d.known[key] == nil {
		d.known[key] = d.about(key, "", power.Info{})
	}
	return d.known[key]
}

// A selection is which devices are wanted.
type selection struct {
	address, device, kind, site string
	labels                      []string // name=value
}

func (q *query) selection() selection {
	s := selection{
		address: q.texts["target"], device: q.texts["device"], kind: q.texts["type"], site: q.texts["site"],
		labels: q.lists["label"],
	}
	if device, host, found := strings.Cut(s.address, "@"); found {
		if s.address = host; s.device == "" {
			s.device = device
		} else if s.device != device {
			s.device = "\x00" // no device has both names
		}
	}
	return s
}

func (s *selection) everything() bool {
	return s.address == "" && s.device == "" && s.kind == "" && s.site == "" && len(s.labels) == 0
}

// picks says whether a device is wanted. What it takes to know is only asked for if it is needed.
func (s *selection) picks(key store.Key, find func(store.Key) *about) bool {
	switch {
	case s.device != "" && s.device != key.Device, s.address != "" && !isAt(key.Address, s.address):
		return false
	case s.kind == "" && s.site == "" && len(s.labels) == 0:
		return true
	}
	k := find(key)
	return (s.kind == "" || s.kind == k.info.Type) && (s.site == "" || s.site == k.site) &&
		!slices.ContainsFunc(s.labels, func(pair string) bool {
			name, value, _ := strings.Cut(pair, "=")
			return k.labels[name] != value
		})
}

// isAt says whether an address is the one that is asked for, with or without its port.
func isAt(address, asked string) bool {
	if strings.EqualFold(address, asked) {
		return true
	}
	host, _, err := net.SplitHostPort(address)
	return err == nil && strings.EqualFold(host, strings.TrimSuffix(strings.TrimPrefix(asked, "["), "]"))
}

// labelName says whether a text is the name of a label as all versions of Prometheus take it, and none
// of those that they keep for themselves.
func labelName(s string) bool {
	for i, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '_' && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != "" && len(s) <= 100 && !strings.HasPrefix(s, "__")
}

// selected returns the devices that are wanted, sorted by key, and what is known of them.
func (a *api) selected(s selection) ([]store.Device, directory) {
	dir := a.directory()
	devices := a.Store.Devices()
	for _, d := range devices {
		dir.known[d.Key] = a.about(d.Key, d.Target, d.Info)
	}
	if !s.everything() {
		devices = slices.DeleteFunc(slices.Clone(devices), func(d store.Device) bool { return !s.picks(d.Key, dir.find) })
	}
	slices.SortFunc(devices, func(x, y store.Device) int { return compareKeys(x.Key, y.Key) })
	return devices, dir
}

func compareKeys(x, y store.Key) int {
	return slices.Compare([]string{x.Protocol, x.Address, x.Device}, []string{y.Protocol, y.Address, y.Device})
}

// at is a time in an answer: where the store's days are, to the millisecond, nil if there is none.
func (a *api) at(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(a.Store.Zone()).Truncate(time.Millisecond)
	if year := t.Year(); year < 1 || year > 9998 { // cannot be written
		return nil
	}
	return &t
}

func sortedNames(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
