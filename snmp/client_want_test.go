package snmp

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func wantEqual(t testing.TB, want, got any, about ...any) {
	t.Helper()
	if !reflect.DeepEqual(want, got) {
		t.Fatalf("got %v, want %v %v", got, want, about)
	}
}

func wantNoError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("got error %q", err)
	}
}

func wantErrorIs(t testing.TB, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Fatalf("got error %v, want %q", err, target)
	}
}

func wantErrorText(t testing.TB, err error, text string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) {
		t.Fatalf("got error %v, want %q in it", err, text)
	}
}

func wantLen[E any](t testing.TB, want int, list []E, about ...any) {
	t.Helper()
	if len(list) != want {
		t.Fatalf("got %d, want %d %v", len(list), want, about)
	}
}

func wantAtMost(t testing.TB, most, got int, about ...any) {
	t.Helper()
	if got > most {
		t.Fatalf("got %d, want %d at most %v", got, most, about)
	}
}
