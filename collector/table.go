package collector

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/argus-power/argus/power"
)

// WriteTable prints what a probe found for people to read.
func WriteTable(w io.Writer, r Result) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	if r.Err != nil && len(r.Snapshots) == 0 {
		fmt.Fprintf(t, "no answer\t%s\t%v\n", r.Reason(), r.Err)
	}
	for i := range r.Snapshots {
		if i > 0 {
			fmt.Fprintln(t)
		}
		tableOf(t, &r.Snapshots[i])
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

func tableOf(t io.Writer, s *power.Snapshot) {
	fmt.Fprintf(t, "DEVICE\t%s\n", s.Device)
	for _, field := range [...][2]string{
		{"name", s.Info.Name},
		{"type", s.Info.Type},
		{"manufacturer", s.Info.Manufacturer},
		{"model", s.Info.Model},
		{"serial", s.Info.Serial},
		{"firmware", s.Info.Firmware},
		{"location", s.Info.Location},
	} {
		if field[1] != "" {
			fmt.Fprintf(t, "%s\t%s\n", field[0], field[1])
		}
	}
	if s.Err != nil {
		fmt.Fprintf(t, "no data\t%s\t%v\n", power.ReasonOf(s.Err), s.Err)
		return
	}
	states := s.Status.Other
	for _, state := range s.Status.Active.List() {
		states = append(states[:len(states):len(states)], state.String())
	}
	fmt.Fprintf(t, "status\t%s\n", strings.Join(states, " "))
	for _, r := range s.Readings {
		row(t, r)
	}
}

// row prints a reading; of a state set only what holds.
func row(t io.Writer, r power.Reading) {
	q := r.Quantity
	var place []string
	for i, label := range q.Labels() {
		if r.Place[i] != "" {
			place = append(place, label+"="+r.Place[i])
		}
	}
	where := strings.Join(place, " ")
	switch q.Kind() {
	case power.StateSet:
		if r.Value == 1 {
			fmt.Fprintf(t, "%s\t%s\n", q.Name(), r.Place[0])
		}
	case power.InfoKind:
		fmt.Fprintf(t, "%s\t%s\n", q.Name(), where)
	default:
		value := strconv.FormatFloat(r.Value, 'f', -1, 64)
		if strings.HasSuffix(q.Name(), "_timestamp_seconds") {
			value = time.Unix(int64(r.Value), 0).UTC().Format(time.DateOnly)
		}
		if where != "" {
			value += "\t" + where
		}
		fmt.Fprintf(t, "%s\t%s\n", q.Name(), value)
	}
}
