package collector

import (
	"errors"
	"regexp"
	"slices"

	"github.com/argus-power/argus/power"
)

// What errors repeat of an answer stands between quotes; a code of NUT's own protocol does not, and only that.
var quotation = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// Told is what a caller who need not have shown who they are may read of an error: nothing that a server said.
// It could be any server that the policy lets them reach, and what it says is not for everybody. The log has it all.
func Told(err error) error {
	switch power.ReasonOf(err) {
	case power.Forbidden: // nobody was asked
		return err
	case power.BadTLS: // names in certificates are not quoted
		return errors.New("TLS failed; the log of Argus says why")
	}
	return errors.New(quotation.ReplaceAllString(err.Error(), `"…"`))
}

// told is the result as a caller may read it.
func (f Found) told() Found {
	if f.Err != nil {
		f.Err = &power.Failure{Reason: power.ReasonOf(f.Err), Err: Told(f.Err)}
	}
	f.Snapshots = slices.Clone(f.Snapshots)
	for i := range f.Snapshots {
		if s := &f.Snapshots[i]; s.Err != nil {
			s.Err = &power.Failure{Reason: power.ReasonOf(s.Err), Err: Told(s.Err)}
		}
	}
	return f
}
