package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// energyRow is the energy of a device, or of several, in a period.
type energyRow struct {
	Group string `json:"group"`
	who
	Devices    int        `json:"devices"`
	Period     string     `json:"period"`
	Start      *time.Time `json:"start"`
	End        *time.Time `json:"end"`
	Joules     *float64   `json:"joules"`
	KWh        *float64   `json:"kwh"`
	Cost       *float64   `json:"cost"`
	CarbonKg   *float64   `json:"carbon_kg"`
	GapSeconds float64    `json:"gap_seconds"`
	BatterySec float64    `json:"on_battery_seconds"`
}

// account is the energy of those that are added up together.
type account struct {
	sum     power.Totals
	metered bool
	devices map[store.Key]bool
}

// ledger is an answer in the making.
type ledger struct {
	*api
	q       *query
	now     time.Time
	members map[store.Key]*member
	first   time.Time // since when there are devices
	after   *periodCursor
	limit   int
	rows    []energyRow
	more    bool
}

// energy serves the energy of devices, or of sites, by periods of the calendar.
func (a *api) energy(w http.ResponseWriter, r *http.Request, q *query) error {
	l := &ledger{api: a, q: q, now: a.Now().In(a.Store.Zone()), limit: q.limit(usualRows)}
	if q.cursor != nil {
		if l.after = cursorOfPeriod(q.cursor); l.after == nil {
			return badCursor()
		}
	}
	l.enroll()
	var err error
	switch length := q.word("period", perDay); {
	case length != "total":
		err = l.byPeriod(r.Context(), length)
	case q.times["from"].IsZero() && q.times["to"].IsZero():
		l.sinceEver()
	default:
		err = l.between(r.Context())
	}
	if err != nil {
		return unreadable(err)
	}
	next := ""
	if l.more {
		last := l.rows[len(l.rows)-1]
		ended := period{name: last.Period, start: *last.Start}
		next = periodCursor{ended.cursorTime(), l.nameOf(&last)}.text()
	}
	return page(w, r, q, "energy", l.rows, next)
}

// span is what is asked for, within when there were devices.
func (l *ledger) span(length string) (from, to time.Time) {
	from, to = l.q.times["from"], l.q.times["to"]
	if to.IsZero() || to.After(l.now) {
		to = l.now.Add(1) // today is asked for as well
	}
	if from.IsZero() {
		from = usualFrom(length, to, l.now.Location())
	}
	if from.Before(l.first) {
		from = l.first
	}
	return from.In(l.now.Location()), to.In(l.now.Location())
}

// daysRead and monthsRead are what is read at once: 10,000 devices take some ten megabytes.
const (
	daysRead   = 7
	monthsRead = 6
)

// walk hands over what was metered in the days, or the months, of a span, in their order.
func (l *ledger) walk(ctx context.Context, length string, from, to time.Time, each func(store.Period) bool) error {
	months, step, number := false, daysRead, dayNumber
	if length == perMonth {
		months, step, number = true, monthsRead, monthNumber
	}
	end := dateOf(to.Add(-1)) // the last day of which a part is wanted
	for d := begin(length, dateOf(from)); from.Before(to) && !d.After(end); {
		last := d
		for range step - 1 {
			last = following(length, last)
		}
		if last.After(end) {
			last = end
		}
		list, err := l.Store.Periods(ctx, months, number(d), number(last))
		if err != nil {
			return err
		}
		for i := range list {
			if !each(list[i]) {
				return nil
			}
		}
		d = following(length, begin(length, last))
	}
	return nil
}

// byPeriod makes a row of each group in each day or month.
func (l *ledger) byPeriod(ctx context.Context, length string) error {
	from, to := l.span(length)
	if l.after != nil { // from that period on
		if t := time.Unix(l.after.at, 0).In(from.Location()); t.After(from) {
			from = t
		}
	}
	var day power.Day
	sums := map[string]*account{}
	flush := func() bool {
		if len(sums) > 0 {
			d := dateOfNumber(day)
			zone := l.now.Location()
			l.put(period{label(length, d), instant(d, zone), instant(following(length, d), zone)}, sums)
			clear(sums)
		}
		return !l.more
	}
	err := l.walk(ctx, length, from, to, func(p store.Period) bool {
		if p.Day != day && !flush() {
			return false
		}
		day = p.Day
		l.sum(sums, p.Key, p.Sum)
		return true
	})
	if err == nil && !l.more {
		flush()
	}
	return err
}

// sinceEver makes a row of each group, of all that was ever metered.
func (l *ledger) sinceEver() {
	sums := map[string]*account{}
	// In their order: a sum of floats in another one is another sum, which might be less than before.
	for _, key := range slices.SortedFunc(maps.Keys(l.members), compareKeys) {
		l.sum(sums, key, l.members[key].ever)
	}
	l.put(period{name: "total", start: l.first, end: l.now}, sums)
}

// between makes a row of each group, of the days from one to another. Whole months are added up as such, for
// they are kept longer.
func (l *ledger) between(ctx context.Context) error {
	from, to := l.span("total")
	length := perDay
	if l.wholeMonths() {
		length = perMonth
	} else if kept := l.firstDayKept(l.now); from.Before(kept) {
		from = kept
	}
	sums := map[string]*account{}
	err := l.walk(ctx, length, from, to, func(p store.Period) bool {
		l.sum(sums, p.Key, p.Sum)
		return true
	})
	start, end := instant(dateOf(from), l.now.Location()), instant(following(perDay, dateOf(to.Add(-1))), l.now.Location())
	if end.After(l.now) {
		end = l.now
	}
	l.put(period{name: "total", start: start, end: end}, sums)
	return err
}

// wholeMonths says whether what is asked for begins and ends with a month, as far as there is anything.
func (l *ledger) wholeMonths() bool {
	zone := l.now.Location()
	whole := func(t time.Time) bool {
		first := begin(perMonth, dateOf(t.In(zone)))
		return t.Equal(instant(first, zone))
	}
	from, to := l.q.times["from"], l.q.times["to"]
	return (from.IsZero() || !from.After(l.first) || whole(from)) && (to.IsZero() || !to.Before(l.now) || whole(to))
}

// put adds the rows of a period, sorted by name.
func (l *ledger) put(p period, sums map[string]*account) {
	at := p.cursorTime()
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		if l.more || l.after.has(at, name) {
			continue
		}
		if l.more = len(l.rows) == l.limit; !l.more {
			l.rows = append(l.rows, l.row(p, name, sums[name]))
		}
	}
}
