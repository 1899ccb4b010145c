package snmp

import (
	"context"
	"fmt"
)

// silence is the error after the last try. Datagrams that were no answer make it
// a bad answer, unless there was no time to wait for a good one.
type silence struct {
	passed  int   // datagrams that were no answer
	refused int   // those of them that do not answer a request before
	last    error // why the last of these was refused
	hint    string
	cause   error // of a context that ended, or nil
	single  bool  // one object was not answered and the agent is there
}

func (s *silence) Error() string {
	switch {
	case s.bad():
		return fmt.Sprintf("%s: %d datagrams were refused: %s", ErrBadAnswer, s.refused, s.last)
	case s.single:
		return ErrNoAnswer.Error() + " to this object"
	}
	text := ErrNoAnswer.Error() + s.hint
	if s.refused > 0 {
		text += fmt.Sprintf(" (%d datagrams were refused: %s)", s.refused, s.last)
	}
	if s.cause != nil {
		text += ": " + s.cause.Error()
	}
	return text
}

func (s *silence) bad() bool { return s.refused > 0 && s.cause == nil }

// Unwrap returns what the silence is.
func (s *silence) Unwrap() []error {
	switch {
	case s.bad():
		return []error{ErrBadAnswer}
	case s.cause == nil:
		return []error{ErrNoAnswer}
	}
	return []error{ErrNoAnswer, s.cause}
}

// hint says what else the silence of an agent may mean.
func (c *Client) hint() string {
	switch {
	case c.heard:
		return ""
	case c.options().Version != V3:
		return " (agents are silent towards a wrong community, too)"
	case c.options().Security.PrivProtocol != "":
		return " (agents are silent towards a wrong privacy password or context, too)"
	case c.options().Context != "":
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
