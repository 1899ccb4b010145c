package api

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

var errInstant = errors.New("give a date (2026-11-21), a time (2026-11-21T19:00:00Z), seconds since 1970 " +
	"(1795287600), or how long ago (90m, 24h, 7d, 4w)")

// parseInstant reads a time: RFC 3339, a date, which is the beginning of that day where now is,
// seconds since 1970, "now", or how long ago, such as "24h" or "7d". Days and weeks ago are those of the
// calendar.
func parseInstant(text string, now time.Time) (time.Time, error) {
	if text == "now" {
		return now, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		if _, err := sane(day); err != nil {
			return time.Time{}, err
		}
		return instant(day, now.Location()), nil
	}
	// A plus sign that is not encoded is a blank.
	if t, err := time.Parse(time.RFC3339, strings.Replace(text, " ", "+", 1)); err == nil {
		return sane(t)
	}
	if t, ok := ago(text, now); ok {
		return sane(t)
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		if seconds >= 1e9 && seconds < 1e11 { // less is a date without hyphens, more are milliseconds
			return sane(time.UnixMilli(int64(seconds * 1000)))
		}
	}
	return time.Time{}, fmt.Errorf("%s is no time; %w", quoted(text), errInstant)
}

// ago reads a number with a unit behind it.
func ago(text string, now time.Time) (time.Time, bool) {
	if len(text) < 2 || len(text) > 7 {
		return time.Time{}, false
	}
	n, err := strconv.ParseUint(text[:len(text)-1], 10, 32)
	if err != nil {
		return time.Time{}, false
	}
	switch count := int(n); text[len(text)-1] {
	case 's':
		return now.Add(-time.Duration(count) * time.Second), true
	case 'm':
		return now.Add(-time.Duration(count) * time.Minute), true
	case 'h':
		return now.Add(-time.Duration(count) * time.Hour), true
	case 'd':
		return now.AddDate(0, 0, -count), true
	case 'w':
		return now.AddDate(0, 0, -7*count), true
	}
	return time.Time{}, false
}

// sane refuses what is no time of this world, so that it can be computed with.
func sane(t time.Time) (time.Time, error) {
	if year := t.Year(); year < 1900 || year > 2900 {
		return time.Time{}, fmt.Errorf("the year %d is not between 1900 and 2900", year)
	}
	return t, nil
}
