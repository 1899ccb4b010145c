package api

import (
	"testing"
	"time"
)

// TestPeriods holds that periods follow each other without a gap, whatever the clocks do.
func TestPeriods(t *testing.T) {
	for _, name := range []string{
		"UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia",
		"Asia/Beirut", "Asia/Amman", "Africa/Cairo",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		from, to := time.Date(2009, 3, 5, 6, 7, 8, 9, zone), time.Date(2020, 2, 3, 4, 5, 6, 7, zone)
		for _, length := range []string{perDay, perMonth, perYear} {
			list := periods(length, from, to)
			if n := len(list); from.Before(list[0].start) || !from.Before(list[0].end) || to.Before(list[n-1].start) || to.After(list[n-1].end) {
				t.Errorf("%s %s: from %v to %v", name, length, list[0], list[n-1])
			}
			for i, p := range list {
				layout := map[string]string{perDay: time.DateOnly, perMonth: "2006-01", perYear: "2006"}[length]
				// Apia had no 30 December 2011: a day without an instant.
				if p.start.Equal(p.end) && name == "Pacific/Apia" {
					continue
				}
				if !p.start.Before(p.end) || i > 0 && !p.start.Equal(list[i-1].end) ||
					p.start.Format(layout) != p.name || p.end.Add(-1).Format(layout) != p.name || p.start.Add(-1).Format(layout) == p.name {
					t.Errorf("%s %s: %s is from %s to %s", name, length, p.name, p.start, p.end)
				}
			}
		}
	}
}

func TestDaysOfClockChange(t *testing.T) {
	list := periods(perDay, time.Date(2026, 3, 29, 12, 0, 0, 0, berlin(t)), time.Date(2026, 3, 29, 13, 0, 0, 0, berlin(t)))
	if len(list) != 1 || list[0].end.Sub(list[0].start) != 23*time.Hour {
		t.Errorf("spring: %v", list)
	}
	list = periods(perDay, time.Date(2026, 10, 25, 12, 0, 0, 0, berlin(t)), time.Date(2026, 10, 25, 13, 0, 0, 0, berlin(t)))
	if len(list) != 1 || list[0].end.Sub(list[0].start) != 25*time.Hour {
		t.Errorf("autumn: %v", list)
	}
}

func TestInstants(t *testing.T) {
	now := time.Date(2026, 10, 26, 1, 30, 0, 0, berlin(t))
	for text, want := range map[string]string{
		"now":                       "2026-10-26T01:30:00+01:00",
		"2026-10-25":                "2026-10-25T00:00:00+02:00",
		"2026-10-25T10:00:00Z":      "2026-10-25T10:00:00Z",
		"2026-10-25T10:00:00.5Z":    "2026-10-25T10:00:00.5Z",
		"2026-10-25T10:00:00 02:00": "2026-10-25T10:00:00+02:00",
		"1795287600":                "2026-11-21T19:00:00Z",
		"1795287600.25":             "2026-11-21T19:00:00.25Z",
		"30s":                       "2026-10-26T01:29:30+01:00",
		"90m":                       "2026-10-26T00:00:00+01:00",
		"24h":                       "2026-10-25T02:30:00+02:00",
		"1d":                        "2026-10-25T01:30:00+02:00",
		"2d":                        "2026-10-24T01:30:00+02:00",
		"48h":                       "2026-10-24T02:30:00+02:00",
		"1w":                        "2026-10-19T01:30:00+02:00",
		"0d":                        "2026-10-26T01:30:00+01:00",
	} {
		got, err := parseInstant(text, now)
		if err != nil || !got.Equal(when(want)) {
			t.Errorf("%s: %s %v, want %s", text, got, err, want)
		}
	}
}

// TestMidnights holds that a date is the beginning of that day, also where clocks go forward at midnight, or back to it.
func TestMidnights(t *testing.T) {
	for _, test := range []struct{ zone, date, want string }{
		{"Africa/Cairo", "2026-04-24", "2026-04-24T01:00:00+03:00"},     // there is no 0:00
		{"America/Santiago", "2026-09-06", "2026-09-06T01:00:00-03:00"}, // nor here
		{"America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00"},   // there are two
		{"America/New_York", "2026-11-01", "2026-11-01T00:00:00-04:00"},
		{"Asia/Kathmandu", "2026-11-01", "2026-11-01T00:00:00+05:45"},
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parseInstant(test.date, noon.In(zone))
		if err != nil || !got.Equal(when(test.want)) || dateOf(got.In(zone)).Format(time.DateOnly) != test.date {
			t.Errorf("%s: %s is %s, %v; want %s", test.zone, test.date, got, err, test.want)
		}
	}
}

// TestUsualFrom holds that 30 days are 30 and 12 months 12, today and this month among them.
func TestUsualFrom(t *testing.T) {
	for _, test := range []struct{ length, to, want string }{
		{perDay, "2026-11-21T12:00:00Z", "2026-10-23T00:00:00+02:00"},
		{perDay, "2026-11-01T00:00:00+01:00", "2026-10-02T00:00:00+02:00"},
		{perMonth, "2026-11-21T12:00:00Z", "2025-12-01T00:00:00+01:00"},
		{perMonth, "2026-03-31T12:00:00Z", "2025-04-01T00:00:00+02:00"},
		{perMonth, "2026-03-01T00:00:00+01:00", "2025-03-01T00:00:00+01:00"},
	} {
		if got := usualFrom(test.length, when(test.to), berlin(t)); !got.Equal(when(test.want)) {
			t.Errorf("%s to %s: from %s, want %s", test.length, test.to, got, test.want)
		}
	}
}
