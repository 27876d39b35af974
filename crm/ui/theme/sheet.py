"""The one small style sheet: inputs, menus, tool-tips and scroll bars. Never a rule on an item view.

A rule on a table makes its viewport translucent and a scroll step thirty times as slow; tables are painted by
`theme.style` instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.ui.theme.tokens import TYPE_SIZES

if TYPE_CHECKING:
    from crm.ui.theme.tokens import Tokens

_SHEET = """
QLabel {{ color: {text}; background: transparent; }}
QLabel[tone="text2"] {{ color: {text2}; }}
QLabel[tone="text3"] {{ color: {text3}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel[tone="danger"] {{ color: {danger}; }}
QLabel[tone="warn"] {{ color: {warn}; }}
QLabel[tone="ok"] {{ color: {ok}; }}
QLabel[rank="caption"] {{ font-size: {px12}; }}
QLabel[rank="small"] {{ font-size: {px13}; }}
QLabel[rank="strong"] {{ font-size: {px14}; font-weight: 600; }}
QLabel[rank="section"] {{ font-size: {px16}; font-weight: 600; }}
QLabel[rank="figure"] {{ font-size: {px28}; font-weight: 600; }}
QLabel[rank="title"] {{ font-size: {px20}; font-weight: 600; }}
QFrame[ground="surface"] {{ background: {surface}; }}
QFrame[ground="surface2"] {{ background: {surface2}; }}
QFrame[ground="bg"] {{ background: {bg}; }}
QFrame[ground="rail"] {{ background: {rail}; border-right: 1px solid {border}; }}
QFrame[ground="bar"] {{ background: {surface}; border-bottom: 1px solid {border}; }}
QFrame[ground="foot"] {{ background: {surface}; border-top: 1px solid {border}; }}
QFrame[ground="pane"] {{ background: {surface}; border-left: 1px solid {border}; }}
QFrame[ground="banner"] {{ background: {warn_soft}; border-bottom: 1px solid {border}; }}
QFrame[ground="card"] {{ background: {surface}; border: 1px solid {border}; border-radius: 6px; }}
QFrame[ground="line"] {{ background: {border}; border: none; }}
QFrame[ground="notice"] {{ background: {surface}; border: 1px solid {border_strong}; border-radius: 6px; }}
QLineEdit, QDateEdit, QPlainTextEdit {{
  background: {surface}; color: {text}; border: 1px solid {border_strong}; border-radius: 4px; padding: 0 8px;
  selection-background-color: {accent}; selection-color: {on_accent};
}}
QLineEdit, QDateEdit {{ min-height: 30px; }}
QPlainTextEdit {{ padding: 4px; }}
QLineEdit:focus, QDateEdit:focus {{ border: 2px solid {accent}; padding: 0 7px; }}
QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 3px; }}
QLineEdit:disabled, QDateEdit:disabled, QPlainTextEdit:disabled {{ background: {bg}; color: {text3}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QDateEdit[wrong="true"] {{ border: 2px solid {danger}; }}
QDateEdit::drop-down {{ border: none; width: 26px; }}
QDateEdit::down-arrow {{ image: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {border_strong}; border-radius: 3px; min-height: 36px; margin: 2px 3px; }}
QScrollBar::handle:horizontal {{ background: {border_strong}; border-radius: 3px; min-width: 36px; margin: 3px 2px; }}
QScrollBar::handle:hover {{ background: {text3}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QMenu {{ background: {surface}; border: 1px solid {border_strong}; padding: 4px; }}
QMenu::item {{ color: {text}; padding: 7px 28px 7px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {row_sel}; color: {sel_text}; }}
QMenu::item:disabled {{ color: {text3}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 8px; }}
QMenu::icon {{ padding-left: 8px; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {border_strong}; padding: 4px 8px; }}
#qt_calendar_navigationbar {{ background: {surface}; }}
QCalendarWidget QToolButton {{
  background: transparent; color: {text}; border: none; border-radius: 4px; padding: 6px; font-weight: 600;
}}
QCalendarWidget QToolButton:hover {{ background: {row_hover}; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QSplitter::handle {{ background: {surface}; }}
QSplitter::handle:vertical {{ border-top: 1px solid {border}; }}
QSplitter::handle:horizontal {{ border-left: 1px solid {border}; }}
QSplitter::handle:hover {{ background: {accent}; }}
"""


def style_sheet(tokens: Tokens, *, percent: int = 100) -> str:
    """The style sheet in the colours of *tokens*, its type at *percent* of the normal size."""
    types = {f"px{size}": f"{round(size * percent / 100)}px" for size in TYPE_SIZES}
    return _SHEET.format(**tokens._asdict(), **types)
