package api

import (
	"context"
	"math"
	"net/http"
	"slices"
	"sort"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// summaryRow is how a device was fed in a period: the power-quality report.
type summaryRow struct {
	who
	Period       string     `json:"period"`
	Start        *time.Time `json:"start"`
	End          *time.Time `json:"end"`
	Count        int        `json:"count"`
	Total        float64    `json:"total_seconds"`
	Longest      *float64   `json:"longest_seconds"`
	Average      *float64   `json:"average_seconds"`
	Availability float64    `json:"availability_percent"`
}

// tally is what is added up of the outages of a device in a period.
type tally struct {
	count   int
	within  time.Duration // on battery, within the period
	whole   time.Duration // of the outages that began in it, until their ends
	longest time.Duration
}

type tallyKey struct {
	key store.Key
	at  int // the period's
}

// report is a summary in the making.
type report struct {
	*api
	now     time.Time
	periods []period
	devices []store.Device
	since   map[store.Key]time.Time
	tallies map[tallyKey]*tally
}

// summary serves the outages of devices by periods of the calendar.
func (a *api) summary(w http.ResponseWriter, r *http.Request, q *query) error {
	devices, dir := a.selected(q.selection())
	devices = slices.DeleteFunc(slices.Clone(devices), func(d store.Device) bool { return !hasBattery(&d) })
	p := &report{
		api: a, now: a.Now().In(a.Store.Zone()), devices: devices,
		since: map[store.Key]time.Time{}, tallies: map[tallyKey]*tally{},
	}
	p.divide(q)
	if err := p.gather(r.Context(), q.texts["include"] == "tests"); err != nil {
		return unreadable(err)
	}
	var after *periodCursor
	if q.cursor != nil {
		if after = cursorOfPeriod(q.cursor); after == nil {
			return badCursor()
		}
	}
	rows, next := p.rows(dir, after, q.limit(usualRows))
	return page(w, r, q, "summary", rows, next)
}

// hasBattery says whether a device can be on battery: others would be available always.
func hasBattery(d *store.Device) bool {
	_, could := d.Counts[power.BatteryBegan]
	return could || d.Info.Type == "ups" || !d.OnBattery.IsZero()
}

// divide makes the periods that are asked for, from the first device on until now.
func (p *report) divide(q *query) {
	first := p.now
	for i := range p.devices {
		d := &p.devices[i]
		p.since[d.Key] = d.FirstSeen
		if d.FirstSeen.Before(first) {
			first = d.FirstSeen
		}
	}
	length := q.word("period", perMonth)
	from, to := q.times["from"], q.times["to"]
	if to.IsZero() || to.After(p.now) {
		to = p.now
	}
	if from.IsZero() {
		from = usualFrom(length, to)
	}
	if from.Before(first) {
		from = first
	}
	if !from.Before(to) {
		return
	}
	from, to = from.In(p.now.Location()), to.In(p.now.Location())
	if length == "all" {
		p.periods = []period{{"all", from, to}}
		return
	}
	p.periods = periods(length, from, to)
}

// usualFrom is where periods begin unless told: with enough of them to look at. The zero time is as early as can be.
func usualFrom(length string, to time.Time) time.Time {
	switch length {
	case perDay:
		return to.AddDate(0, 0, -30)
	case perMonth:
		return to.AddDate(-1, 0, 0)
	}
	return time.Time{}
}

// gather adds up the outages.
func (p *report) gather(ctx context.Context, tests bool) error {
	if len(p.periods) == 0 {
		return nil
	}
	for i := range p.devices {
		if s := present(&p.devices[i], p.now, tests); s != nil {
			p.add(p.devices[i].Key, s)
		}
	}
	on := map[store.Key]time.Time{}
	for i := range p.devices {
		on[p.devices[i].Key] = p.devices[i].OnBattery
	}
	f := store.Filter{
		From: p.periods[0].start, Kinds: []power.EventKind{power.BatteryEnded},
		Match: func(k store.Key) bool { _, wanted := p.since[k]; return wanted },
	}
	return p.Store.Events(ctx, f, func(r store.Record) bool {
		// What ended since the devices were read was counted with those that go on.
		if !r.Began.Equal(on[r.Key]) && (tests || !onPurpose(r.Detail)) {
			p.add(r.Key, &spell{start: r.Began, length: r.Duration, count: max(r.Count, 1)})
		}
		return true
	})
}

// add adds an outage to the periods that it has a part in. It counts where it began, or where the device was
// first seen in it.
func (p *report) add(key store.Key, s *spell) {
	since := p.since[key]
	start, end := s.start, s.start.Add(s.length)
	if start.Before(since) {
		start = since
	}
	at := sort.Search(len(p.periods), func(i int) bool { return p.periods[i].end.After(start) })
	for ; at < len(p.periods); at++ {
		within := p.periods[at]
		begins := !start.Before(within.start) && start.Before(within.end)
		part := overlap(start, end, within.start, within.end)
		if !begins && part <= 0 {
			return
		}
		t := p.tallies[tallyKey{key, at}]
		if t == nil {
			t = &tally{}
			p.tallies[tallyKey{key, at}] = t
		}
		t.within += max(part, 0)
		if begins {
			t.count += s.count
			t.whole += s.length
			t.longest = max(t.longest, s.length/time.Duration(s.count))
		}
	}
}

func overlap(start, end, from, to time.Time) time.Duration {
	if start.Before(from) {
		start = from
	}
	if end.After(to) {
		end = to
	}
	return end.Sub(start)
}

// rows are those of a page, by period and device.
func (p *report) rows(dir directory, after *periodCursor, limit int) (rows []summaryRow, next string) {
	for at, within := range p.periods {
		for i := range p.devices {
			d := &p.devices[i]
			here := periodCursor{within.cursorTime(), keyName(d.Key)}
			if after.has(here.at, here.name) {
				continue
			}
			row, known := p.row(d, at, dir)
			if !known {
				continue
			}
			if len(rows) == limit {
				return rows, next
			}
			rows = append(rows, row)
			next = here.text()
		}
	}
	return rows, ""
}

// row is of a device in a period, as far as it was known then.
func (p *report) row(d *store.Device, at int, dir directory) (summaryRow, bool) {
	within := p.periods[at]
	start, end := within.start, within.end
	if d.FirstSeen.After(start) {
		start = d.FirstSeen
	}
	if end.After(p.now) {
		end = p.now
	}
	known := end.Sub(start)
	if known <= 0 {
		return summaryRow{}, false
	}
	row := summaryRow{
		who: dir.find(d.Key).who(d.Key), Period: within.name, Start: p.at(start), End: p.at(end), Availability: 100,
	}
	t := p.tallies[tallyKey{d.Key, at}]
	if t == nil {
		return row, true
	}
	row.Count, row.Total = t.count, seconds(min(t.within, known))
	// Rounded down, so that 100 percent are no less than all.
	row.Availability = math.Floor((1-row.Total/known.Seconds())*1e8) / 1e6
	row.Availability = max(row.Availability, 0)
	if t.count > 0 {
		row.Longest = number(seconds(t.longest))
		row.Average = number(seconds(t.whole / time.Duration(t.count)))
	}
	return row, true
}
