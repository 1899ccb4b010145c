package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// targetGroup is what Prometheus' HTTP service discovery takes.
type targetGroup struct {
	Targets []string          `json:"targets"`
	Labels  map[string]string `json:"labels"`
}

var (
	errNotOpen = errors.New("the store is not open yet, so that not all devices are known; keep the old list")
	errAnew    = errors.New("a damaged store was set aside, and not all devices are known anew; keep the old list")
	errNoList  = errors.New("targets cannot be read here")
)

// relearn is how long a store that was begun anew may take to know all devices again: as long as the old list is kept,
// they are probed.
const relearn = 5 * time.Minute

// complete says whether all devices that were known are known now: what /sd leaves out is not probed any more.
func (a *api) complete(w http.ResponseWriter) error {
	switch stats := a.Store.Stats(); {
	case !stats.InMemory && stats.ID == "":
		return later(w, 10, errNotOpen)
	case stats.Quarantined > 0 && a.Now().Sub(a.began) < relearn:
		return later(w, 30, errAnew)
	}
	return nil
}

// discover serves targets: the devices that are known, or those behind a target, live. On any error the status
// is not 200, with which Prometheus keeps the list that it has.
func (a *api) discover(w http.ResponseWriter, r *http.Request, q *query) error {
	wanted := q.selection()
	var seen []sighting
	var err error
	if target := q.texts["target"]; target != "" {
		wanted.address, wanted.device = "", ""
		seen, err = a.behind(r.Context(), target, q.texts["module"])
	} else {
		if err = a.complete(w); err != nil {
			return err
		}
		defer q.done()
		if err = a.turn(w, r, q); err != nil {
			return err
		}
		seen = a.sightings(q.texts["module"])
	}
	if err != nil {
		return err
	}
	body, err := json.Marshal(groups(seen, &wanted))
	if err != nil {
		return err
	}
	q.reply(w, r, typeJSON, append(body, '\n'))
	return nil
}

// A sighting is a device with what it takes to probe it.
type sighting struct {
	store.Key
	*about
	module string
	when   int64 // when it was last read; of several modules the last one counts
}

// sightings are the devices that are known.
func (a *api) sightings(module string) []sighting {
	var list []sighting
	for _, d := range a.Store.Devices() {
		if module == "" || module == d.Module {
			list = append(list, sighting{d.Key, a.about(d.Key, d.Target, d.Info), d.Module, d.LastSeen.UnixNano()})
		}
	}
	return list
}

// behind reads a target.
func (a *api) behind(ctx context.Context, target, module string) ([]sighting, error) {
	if a.List == nil {
		return nil, &Error{Status: http.StatusNotImplemented, Err: errNoList}
	}
	listing, err := a.List(ctx, target, module)
	if err != nil {
		return nil, err
	}
	var list []sighting
	for i := range listing.Snapshots {
		s := &listing.Snapshots[i]
		key := store.Key{Protocol: listing.Protocol, Address: listing.Address, Device: s.Device}
		list = append(list, sighting{key, a.about(key, listing.Target, s.Info), listing.Module, s.Taken.UnixNano()})
	}
	return list, nil
}

// probed says what is probed to read a device: over NUT the device, with all units of a chain, and over SNMP
// the agent, with all devices behind it.
func (s *sighting) probed() store.Key {
	k := s.Key
	if k.Protocol != "nut" {
		k.Device = ""
	} else if whole, isUnit := wholeOf(k); isUnit {
		k = whole
	}
	return k
}

// groups makes a group of each target of which a device is wanted, in an order that does not change.
func groups(seen []sighting, wanted *selection) []targetGroup {
	slices.SortFunc(seen, func(x, y sighting) int {
		return cmp.Or(compareKeys(x.probed(), y.probed()), len(x.Device)-len(y.Device), cmp.Compare(x.Device, y.Device))
	})
	list := []targetGroup{}
	for len(seen) > 0 {
		target := seen[0].probed()
		n := slices.IndexFunc(seen, func(s sighting) bool { return s.probed() != target })
		if n < 0 {
			n = len(seen)
		}
		if slices.ContainsFunc(seen[:n], func(s sighting) bool {
			return wanted.picks(s.Key, func(store.Key) *about { return s.about })
		}) {
			list = append(list, groupOf(target, seen[:n]))
		}
		seen = seen[n:]
	}
	return list
}

// groupOf makes the group of a target. What it is, the first of its devices says, which is the chain as a whole or
// its first unit; the owner's labels are those that all its devices share, for they come on all series.
func groupOf(target store.Key, devices []sighting) targetGroup {
	first, last := devices[0], devices[0]
	shared := maps.Clone(first.labels)
	for _, d := range devices[1:] {
		if d.when > last.when {
			last = d
		}
		maps.DeleteFunc(shared, func(name, value string) bool { return d.labels[name] != value })
	}
	labels := map[string]string{
		"module": last.module, "type": first.info.Type, "manufacturer": first.info.Manufacturer,
		"model": first.info.Model, "serial": first.info.Serial, "location": first.info.Location,
		"name": first.info.Name, "protocol": first.Protocol, "device": first.Device,
		"devices": strconv.Itoa(len(devices)),
	}
	g := targetGroup{Targets: []string{first.target}, Labels: map[string]string{}}
	if target.Device != "" {
		g.Targets[0] = target.Device + "@" + first.target
	}
	for name, value := range labels {
		g.add("__meta_argus_"+name, value)
	}
	g.add("__param_module", last.module)
	for _, name := range sortedNames(shared) {
		if !slices.Contains([]string{"device", "instance", "job"}, name) { // Prometheus or the series have them
			g.add(name, shared[name])
		}
	}
	return g
}

// add adds a label, unless there is nothing to say.
func (g *targetGroup) add(name, value string) {
	if value = power.CleanLabel(value); value != "" {
		g.Labels[name] = value
	}
}
