package collector

import (
	"errors"
	"regexp"
	"slices"

	"github.com/argus-power/argus/power"
)

// What errors quote of an answer stands between quotes, but for the code of an error that is made as codes are.
var (
	quotation  = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	answerCode = regexp.MustCompile(`\bERR (\S+)`)
	likeCode   = regexp.MustCompile(`^[A-Z]{2,16}(?:-[A-Z]{2,16}){0,3}$`)
)

// Told is what a caller who need not have shown who they are may read of an error: nothing that a server said.
// It could be any server that the policy lets them reach, and what it says is not for everybody. The log has it all.
func Told(err error) error {
	switch power.ReasonOf(err) {
	case power.Forbidden: // nobody was asked
		return err
	case power.BadTLS: // names in certificates are not quoted
		return errors.New("TLS failed; the log of Argus says why")
	}
	text := quotation.ReplaceAllString(err.Error(), `"…"`)
	return errors.New(answerCode.ReplaceAllStringFunc(text, func(found string) string {
		if likeCode.MatchString(found[len("ERR "):]) {
			return found
		}
		return "ERR …"
	}))
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
