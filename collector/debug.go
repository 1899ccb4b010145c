package collector

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
)

// WriteDebug prints all there is to know of a probe: what was read, what was
// dropped and why, what has no rule, and the exposition.
func WriteDebug(w io.Writer, probe *config.Probe, f Found) {
	fmt.Fprintf(w, "Probe of %s with module %s: %s after %s\n", probe.Target, probe.Module.Name,
		f.outcome(), f.Duration.Round(10*time.Microsecond))
	fmt.Fprintf(w, "%s\n", probe.Describe())
	if f.Shared {
		fmt.Fprintln(w, "It shared the read of another scrape.")
	}
	if t := f.Traffic; t.Requests > 0 {
		fmt.Fprintf(w, "%d requests, %d repeated, %d answers refused\n", t.Requests, t.Repeated, t.Refused)
	}
	if f.Err != nil {
		fmt.Fprintf(w, "Error: %v\n", f.Err)
	}
	for i := range f.Snapshots {
		writeDevice(w, &f.Snapshots[i])
	}
	fmt.Fprint(w, "\nExposition:\n\n")
	_ = f.WriteExposition(w)
}

// WriteExposition prints the metrics in the text format.
func (f Found) WriteExposition(w io.Writer) error {
	if _, err := w.Write(f.exposition.write()); err != nil {
		f.exposition.text = nil // as in expose
		return fmt.Errorf("write exposition: %w", err)
	}
	return nil
}

// lack says how much of a device there is no data of.
func lack(s *power.Snapshot) string {
	if len(s.Readings) == 0 {
		return "no data"
	}
	return "incomplete data"
}

func writeDevice(w io.Writer, s *power.Snapshot) {
	fmt.Fprintf(w, "\nDevice %q: ", s.Device)
	if s.Err != nil {
		fmt.Fprintf(w, "%s (%s): %v\n", lack(s), power.ReasonOf(s.Err), s.Err)
		if len(s.Readings) == 0 {
			return
		}
	}
	fmt.Fprintf(w, "%d readings, %d values dropped, %d without a rule\n", len(s.Readings),
		len(s.Drops), len(s.Unmapped))
	if len(s.Drops) > 0 {
		fmt.Fprintln(w, "\nDropped:")
		t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
		for _, d := range s.Drops {
			fmt.Fprintf(t, "  %s\t%q\t%s\n", power.CleanLabel(d.Input), power.CleanLabel(d.Value), d.Reason)
		}
		_ = t.Flush()
	}
	if len(s.Repairs) > 0 {
		fmt.Fprintln(w, "\nRead with another scale, for nothing real has the value as it came:")
		for _, r := range s.Repairs {
			fmt.Fprintf(w, "  %s: %g taken as %g\n", power.CleanLabel(r.Input), r.From, r.To)
		}
	}
	if s.Inputs != nil {
		fmt.Fprintln(w, "\nWhat the device said:")
		for in := range s.Inputs {
			fmt.Fprintf(w, "  %s: %s\n", power.CleanLabel(in.Name), power.CleanLabel(in.Value))
		}
	}
	if len(s.Unmapped) > 0 {
		fmt.Fprintln(w, "\nWithout a rule in the module:")
		for _, name := range slices.Sorted(slices.Values(s.Unmapped)) {
			fmt.Fprintf(w, "  %s\n", power.CleanLabel(name))
		}
	}
}
