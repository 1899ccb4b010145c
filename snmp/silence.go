package snmp

import (
	"context"
	"fmt"
)

// silence is the error after the last try. Datagrams that were no answer make it
// a bad answer.
type silence struct {
	refused int
	last    error // why the last was refused
	hint    string
	cause   error // of a context that ended, or nil
	single  bool  // one object was not answered and the agent is there
}

func (s *silence) Error() string {
	switch {
	case s.refused > 0:
		return fmt.Sprintf("%s: %d datagrams were refused: %s", ErrBadAnswer, s.refused, s.last)
	case s.single:
		return ErrNoAnswer.Error() + " to this object"
	}
	text := ErrNoAnswer.Error() + s.hint
	if s.cause != nil {
		text += ": " + s.cause.Error()
	}
	return text
}

// Unwrap returns what the silence is.
func (s *silence) Unwrap() []error {
	kind := ErrNoAnswer
	if s.refused > 0 {
		kind = ErrBadAnswer
	}
	if s.cause == nil {
		return []error{kind}
	}
	return []error{kind, s.cause}
}

// hint says what else the silence of an agent may mean.
func (c *Client) hint() string {
	switch {
	case c.heard:
		return ""
	case c.options.Version != V3:
		return " (agents are silent towards a wrong community, too)"
	case c.options.Security.PrivProtocol != "":
		return " (agents are silent towards a wrong privacy password or context, too)"
	case c.options.Context != "":
		return " (agents are silent towards a wrong context, too)"
	}
	return ""
}

// ended says how a context ended, with its cause.
func ended(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		return context.DeadlineExceeded // its timer is a little late
	}
	if cause := context.Cause(ctx); cause != err { //nolint:errorlint // is it another one?
		return fmt.Errorf("%w: %w", err, cause)
	}
	return err
}
