package main

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/argus-power/argus/dashboards/gen/demo"
)

// points is how many a line has at most.
const points = 360

// mark is a line across the panels at a moment.
type mark struct {
	Color string
	Time  float64
}

// ask runs every query of a dashboard, of the time that it shows by itself.
func ask(ctx context.Context, server *demo.Process, b demo.Board, now time.Time) ([]answered, []mark, error) {
	var all []answered
	for _, p := range b.Panels {
		if p.Folded {
			continue
		}
		begin, now := shownBy(b, p, now)
		span := now.Sub(begin).Round(time.Second)
		step := max(span/points, p.MinStep(), time.Minute).Truncate(time.Minute)
		view, err := demo.All(span, step, 4*max(step, 4*time.Minute)).Choose(ctx, server, b, shown()[b.UID])
		if err != nil {
			return nil, nil, err
		}
		a := answered{Panel: p, Span: view, Step: step.Seconds()}
		from, to := now.Add(-span).Truncate(step), now
		if p.MinStep() >= 24*time.Hour {
			to = now.Truncate(step)
			a.To = to.Add(step).Unix()
		}
		a.From, a.To = from.Unix(), max(a.To, to.Unix())
		for _, q := range p.Targets {
			var got []demo.Series
			var err error
			if q.Instant {
				got, err = server.Instant(ctx, a.Span.Expand(q.Expr), now)
			} else {
				got, err = server.Range(ctx, a.Span.Expand(q.Expr), from, to, step)
			}
			if err != nil {
				return nil, nil, err
			}
			a.Answers = append(a.Answers, got)
		}
		all = append(all, a)
	}
	marks, err := moments(ctx, server, b, now)
	return all, marks, err
}

// shown are the choices of a reader who looks into a device or two, by dashboard and variable.
func shown() map[string]map[string]string {
	return map[string]map[string]string{
		"argus-ups": {"instance": `ups-a\\.berlin\\.lan`, "device": "1"},
		"argus-pdu": {"site": "berlin"},
	}
}

// moments are those of the annotations whose value is their time.
func moments(ctx context.Context, server *demo.Process, b demo.Board, now time.Time) ([]mark, error) {
	span := now.Sub(since(b.Time.From, now))
	var all []mark
	view, err := demo.All(span, time.Minute, time.Minute).Choose(ctx, server, b, shown()[b.UID])
	if err != nil {
		return nil, err
	}
	for _, a := range b.Annotations.List {
		if !a.Enable || !a.UseValueForTime {
			continue
		}
		got, err := server.Range(ctx, view.Expand(a.Expr), now.Add(-span), now,
			max(time.Minute, span/points))
		if err != nil {
			return nil, err
		}
		seen := map[float64]bool{}
		for _, s := range got {
			for _, v := range s.Values {
				text, _ := v[1].(string)
				at, _ := strconv.ParseFloat(text, 64)
				if !seen[at] && at > float64(now.Add(-span).UnixMilli()) {
					all = append(all, mark{a.IconColor, at})
				}
				seen[at] = true
			}
		}
	}
	return all, nil
}

// shownBy is the time that a panel shows, which may be one of its own.
func shownBy(b demo.Board, p demo.Panel, now time.Time) (from, to time.Time) {
	if p.TimeFrom == "" {
		return since(b.Time.From, now), now
	}
	from = since(p.TimeFrom, now)
	months, ok := strings.CutSuffix(p.TimeShift, "M/M")
	if !ok {
		return from, now
	}
	back, _ := strconv.Atoi(months)
	return from.AddDate(0, -back, 0), from.AddDate(0, 1-back, 0)
}

// since is the moment that a time such as "now-6h" or "now/M" means.
func since(from string, now time.Time) time.Time {
	now = now.UTC()
	year, month, day := now.Date()
	switch from {
	case "now/d":
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	case "now/M":
		return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	case "now/y":
		return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	from = strings.TrimPrefix(from, "now-")
	if n, isDays := strings.CutSuffix(from, "d"); isDays {
		whole, _ := strconv.Atoi(n)
		return now.Add(-time.Duration(whole) * 24 * time.Hour)
	}
	d, _ := time.ParseDuration(from)
	return now.Add(-d)
}
