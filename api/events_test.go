package api

import (
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

func TestEventFilters(t *testing.T) {
	for query, want := range map[string][]uint64{
		"":                                  {7, 6, 5, 4, 3, 2, 1},
		"order=asc":                         {1, 2, 3, 4, 5, 6, 7},
		"event=on_battery":                  {5, 2},
		"event=on_battery,alarm":            {5, 2},
		"event=on_battery&event=outlet_off": {5, 4, 2},
		"origin=reported":                   {6},
		"origin=observed&device=gone":       {7},
		"device=ups":                        {5, 3, 2, 1},
		"target=nas.lan":                    {3, 2, 1},
		"target=NAS.lan:3493":               {3, 2, 1},
		"target=ups@nas.lan":                {3, 2, 1},
		"target=ups@nas.lan&device=x":       nil,
		"target=nas":                        nil,
		"target=nas.lan:1":                  nil,
		"type=pdu":                          {4},
		"type=ups":                          {5, 3, 2, 1}, // the type of a device that is gone is not known
		"site=home":                         {3, 2, 1},
		"site=unknown":                      {7, 6, 5},
		"label=role%3Dit":                   {3, 2, 1},
		"label=role=it&label=site=x":        nil,
		"label=rack=1":                      {4},
		"from=2026-11-21":                   {7, 6, 5},
		"from=2026-11-20&to=2026-11-21":     {4, 3, 2},
		"from=2h":                           {7, 5},
		"from=2026-11-21T12:58:30%2B01:00":  {5},
		"from=2026-11-21T12:58:30+01:00":    {5},
		"to=1793491201":                     {1},
		"from=1d&to=now":                    {7, 6, 5},
	} {
		rows, next := fetch[eventRow](t, lab(world(t)), "/api/v1/events?"+query, "events")
		if got := seqs(rows); !slices.Equal(got, want) || next != "" {
			t.Errorf("%s: %v, want %v; next %q", query, got, want, next)
		}
	}
}

func seqs(rows []eventRow) []uint64 {
	var list []uint64
	for _, r := range rows {
		list = append(list, r.Seq)
	}
	return list
}

// TestEventPages holds that pages neither repeat nor leave out an event while others arrive.
func TestEventPages(t *testing.T) {
	for _, order := range []string{"asc", "desc"} {
		f := &fake{}
		n := 0
		arrive := func() {
			for range 3 {
				n++
				kind := power.AlarmRaised
				if n%2 == 0 {
					kind = power.AlarmCleared
				}
				f.add(nutKey("ups", "a"), power.Event{Kind: kind, Time: noon.Add(time.Duration(n) * time.Second), Count: 1})
			}
		}
		for range 100 {
			arrive()
		}
		first := n
		pagesRead := 0
		f.reading = func() {
			if pagesRead++; pagesRead < 30 {
				arrive()
			}
		}
		rows := pages[eventRow](t, lab(f), "/api/v1/events?event=alarm&limit=7&order="+order, "events")
		got := seqs(rows)
		want := []uint64{}
		last := n
		if order == "desc" { // what arrived after the first page is not asked for
			last = first + 3
		}
		for seq := 1; seq <= last; seq += 2 {
			want = append(want, uint64(seq))
		}
		if order == "desc" {
			slices.Reverse(want)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v\nwant %v", order, got, want)
		}
	}
}

// TestLink holds that the link to the next page keeps what was asked for.
func TestLink(t *testing.T) {
	a := lab(world(t))
	link := ""
	var all []string
	path := "/api/v1/events?device=ups&limit=2&format=csv"
	for range 5 {
		r := get(a, path)
		all = append(all, r.text)
		if link = r.Header.Get("Link"); link == "" {
			break
		}
		var ref string
		if _, err := fmt.Sscanf(link, "<%s", &ref); err != nil {
			t.Fatal(err)
		}
		base, _ := url.Parse(path)
		to, err := base.Parse(ref[:len(ref)-2]) // less ">;"
		if err != nil {
			t.Fatal(err)
		}
		path = to.String()
	}
	if len(all) != 2 || link != "" {
		t.Errorf("%d pages, the last one with link %q: %v", len(all), link, all)
	}
}

// TestEventKinds holds that every kind in the sources of power is one that can be asked for.
func TestEventKinds(t *testing.T) {
	for _, kind := range []power.EventKind{power.BatteryBegan, power.BatteryEnded, power.StateEnded(power.Overload), power.EnergyCounterReset} {
		if !slices.Contains(eventKinds(), kind) {
			t.Errorf("%s is missing", kind)
		}
	}
	for _, kind := range declaredKinds(t) {
		if !slices.Contains(eventKinds(), kind) {
			t.Errorf("%s is missing", kind)
		}
	}
}
