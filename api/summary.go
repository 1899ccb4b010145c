package api

import (
	"math"
	"net/http"
	"slices"
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
	kept, err := a.keptSince(r.Context())
	if err != nil {
		return unreadable(err)
	}
	p.divide(q, kept)
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

// divide makes the periods that are asked for, from the first device on until now, as far as events are kept.
func (p *report) divide(q *query, kept time.Time) {
	first := p.now
	for i := range p.devices {
		d := &p.devices[i]
		since := d.FirstSeen
		if since.Before(kept) {
			since = kept
		}
		p.since[d.Key] = since
		if since.Before(first) {
			first = since
		}
	}
	length := q.word("period", perMonth)
	from, to := q.times["from"], q.times["to"]
	if to.IsZero() || to.After(p.now) {
		to = p.now
	}
	if from.IsZero() {
		from = usualFrom(length, to, p.now.Location())
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

// usualFrom is where periods begin unless told: 30 days or 12 months, with that in which the last moment before a
// time is. The zero time is as early as can be.
func usualFrom(length string, to time.Time, zone *time.Location) time.Time {
	last := begin(length, dateOf(to.Add(-1).In(zone)))
	switch length {
	case perDay:
		return instant(last.AddDate(0, 0, -29), zone)
	case perMonth:
		return instant(last.AddDate(0, -11, 0), zone)
	}
	return time.Time{}
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
	if since := p.since[d.Key]; since.After(start) {
		start = since
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
	if t.timed > 0 {
		row.Longest = number(seconds(t.longest))
		row.Average = number(seconds(t.whole / time.Duration(t.timed)))
	}
	return row, true
}
