package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// The origins of an event.
const (
	observed = "observed" // Argus saw the device change
	reported = "reported" // the device itself tells of it, by its memory or by a trap
)

// eventRow is an event in an answer.
type eventRow struct {
	Seq uint64 `json:"seq"`
	who
	Event         power.EventKind `json:"event"`
	Time          *time.Time      `json:"time"`
	NotBefore     *time.Time      `json:"not_before"`
	Noticed       *time.Time      `json:"noticed"`
	Origin        string          `json:"origin"`
	Place         string          `json:"place"`
	Detail        string          `json:"detail"`
	Count         int             `json:"count"`
	Began         *time.Time      `json:"began"`
	Duration      *float64        `json:"duration_seconds"`
	LowestCharge  *float64        `json:"lowest_charge_ratio"`
	LowestVoltage *float64        `json:"lowest_voltage_volts"`
	Suppressed    int             `json:"suppressed"`
}

func (a *api) eventRow(r *store.Record, k *about) eventRow {
	row := eventRow{
		Seq: r.Seq, who: k.who(r.Key), Event: r.Kind, Time: a.at(r.Time), NotBefore: a.at(r.After),
		Noticed: a.at(r.Noticed), Origin: origin(&r.Event), Place: r.Place, Detail: r.Detail, Count: max(r.Count, 1),
		LowestCharge: optional(r.LowestCharge), LowestVoltage: optional(r.LowestVoltage), Suppressed: r.Suppressed,
	}
	if r.Ends() {
		row.Began = a.at(r.Began)
		if r.Duration != 0 || !r.Reported { // how long what a device only counted lasted nobody knows
			row.Duration = number(seconds(r.Duration))
		}
	}
	return row
}

func origin(e *power.Event) string {
	if e.Reported {
		return reported
	}
	return observed
}

// picker says which events are wanted, of those that the store's own filter lets pass.
type picker struct {
	selection
	origin string
	kinds  []power.EventKind
}

func (q *query) picker() picker {
	p := picker{selection: q.selection(), origin: q.texts["origin"]}
	for _, kind := range q.lists["event"] {
		p.kinds = append(p.kinds, power.EventKind(kind))
	}
	return p
}

// events serves events, the newest first unless told otherwise, or follows them.
func (a *api) events(w http.ResponseWriter, r *http.Request, q *query) error {
	if streams(r) {
		return a.follow(w, r, q)
	}
	wanted, dir, limit := q.picker(), a.directory(), q.limit(usualEvents)
	f := store.Filter{
		From: q.times["from"], To: q.times["to"], Kinds: wanted.kinds, Newest: q.texts["order"] != "asc",
		Match: func(key store.Key) bool { return wanted.picks(key, dir.find) },
	}
	if c := q.cursor; c != nil {
		seq, err := seqCursor(c)
		if err != nil {
			return badCursor()
		}
		f.After, f.Before = seq, 0
		if f.Newest {
			f.After, f.Before = 0, seq
		}
	}
	var rows []eventRow
	more := false
	err := a.Store.Events(r.Context(), f, func(record store.Record) bool {
		if wanted.origin != "" && wanted.origin != origin(&record.Event) {
			return true
		}
		if more = len(rows) == limit; more {
			return false
		}
		rows = append(rows, a.eventRow(&record, dir.find(record.Key)))
		return true
	})
	if err != nil {
		return unreadable(err)
	}
	next := ""
	if more {
		next = makeCursor("seq", strconv.FormatUint(rows[limit-1].Seq, 10))
	}
	return page(w, r, q, "events", rows, next)
}

// seqCursor reads the cursor of a page that ended with a record. Before 0 would be no bound, and is never given.
func seqCursor(c []string) (uint64, error) {
	if len(c) != 2 || c[0] != "seq" {
		return 0, errCursor
	}
	return parseCount(c[1], 1, 1<<63)
}
