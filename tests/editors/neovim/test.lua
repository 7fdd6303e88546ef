-- As an editor of bulletins would: open the draft, see a finding, complete a source, fix, save.
-- Run by tests/editors/test_neovim.py; status 0 is a pass, and what goes wrong is said on standard error.

local function wait(what, condition)
  if not vim.wait(10000, condition, 20) then
    error('did not come: ' .. what)
  end
end

local function finding(rule)
  for _, found in ipairs(vim.diagnostic.get(0)) do
    if found.code == rule then
      return found
    end
  end
end

local function line_of(words)
  for at, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find(words, 1, true)
    if column then
      return at, column - 1, line
    end
  end
  error('not in the buffer: ' .. words)
end

local ok, message = xpcall(function()
  assert(vim.bo.filetype == 'markdown', vim.bo.filetype)
  wait('the server', function()
    return #vim.lsp.get_clients({ bufnr = 0, name = 'copydesk' }) == 1
  end)
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'copydesk' })[1]
  wait('a finding', function()
    return finding('missing-citation-comma') ~= nil
  end)

  -- The finding stands at the gap, behind Cyrillic, Arabic and an emoji.
  local found = finding('missing-citation-comma')
  local row, column = line_of(' May 9')
  assert(found.lnum == row - 1 and found.col == column, vim.inspect(found))

  -- The quick fix, through the editor's own entry point.
  vim.api.nvim_win_set_cursor(0, { row, column })
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.isPreferred == true and action.title:find('comma') ~= nil
    end,
  })
  wait('the comma', function()
    return (select(3, line_of('Dawn'))):find('), May 9', 1, true) ~= nil
  end)
  wait('the finding to go', function()
    return finding('missing-citation-comma') == nil
  end)

  -- A source, completed inside a citation.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { '', 'Дождь 😀 прошёл ([Daily Na' })
  vim.api.nvim_win_set_cursor(0, { vim.api.nvim_buf_line_count(0), 0 })
  vim.cmd('normal! $')
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  params.position.character = params.position.character + 1
  -- The editor gathers changes for a moment before it tells the server of them.
  local item
  wait('a source', function()
    local answer = client:request_sync('textDocument/completion', params, 5000, 0)
    item = answer.result.items[1]
    return item ~= nil
  end)
  assert(item.label == 'Daily Nation', vim.inspect(item))
  assert(item.textEdit.newText:find('${1:url}', 1, true), item.textEdit.newText)
  vim.cmd('silent undo')

  -- The citation of an address, where the cursor stands.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { '', 'Снег 😀 fell.' })
  vim.api.nvim_win_set_cursor(0, { vim.api.nvim_buf_line_count(0), 0 })
  vim.cmd('normal! $')
  wait('the citation', function()
    if not vim.api.nvim_get_current_line():find('dawn', 1, true) then
      vim.cmd('CopydeskCite https://www.dawn.com/2018/10/05/snow?utm_source=x')
      vim.wait(300)
    end
    return vim.api.nvim_get_current_line():find('fell ([Dawn](https://www.dawn.com/2018/10/05/snow), October 5).', 1, true) ~= nil
  end)
  vim.snippet.stop()
  vim.cmd('stopinsert')

  -- What is listed already is said; a new name is asked about, and written.
  local said, shown = {}, {}
  local notify, select = vim.notify, vim.ui.select
  vim.notify = function(message)
    table.insert(said, message)
  end
  vim.ui.select = function(choices, options, chosen)
    table.insert(shown, options.format_item and options.format_item(choices[1]) or choices[1])
    -- A form that is refused comes up again.
    chosen(#shown < 4 and choices[1] or nil)
  end
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { '', 'Men of al-Shabaab met the Elwak Drivers.' })
  local last = vim.api.nvim_buf_line_count(0)
  vim.wait(500)
  vim.api.nvim_win_set_cursor(0, { last, 9 })
  vim.cmd('CopydeskAdd')
  assert(said[#said]:find('listed', 1, true), vim.inspect(said))
  vim.api.nvim_win_set_cursor(0, { last, 28 })
  vim.cmd('CopydeskAdd')
  assert(said[#said]:find('“Elwak Drivers” was added to', 1, true), vim.inspect(said))
  assert(shown[#shown]:find('Add this actor', 1, true), vim.inspect(shown))
  local list = vim.fs.joinpath(vim.fs.dirname(vim.api.nvim_buf_get_name(0)), 'names', 'actors.tsv')
  wait('the list', function()
    return vim.fn.filereadable(list) == 1 and table.concat(vim.fn.readfile(list), '\n'):find('elwak%-drivers\tElwak Drivers') ~= nil
  end)
  vim.notify, vim.ui.select = notify, select
  vim.api.nvim_buf_set_lines(0, last - 4, -1, false, {})

  vim.cmd('CopydeskFixAll')
  wait('the house form', function()
    return finding('citation-date-format') == nil
  end)
  vim.cmd('silent write')

  vim.cmd('CopydeskRestart')
  wait('the server again', function()
    local again = vim.lsp.get_clients({ bufnr = 0, name = 'copydesk' })[1]
    return again ~= nil and again.id ~= client.id and again.initialized
  end)
  vim.lsp.get_clients({ name = 'copydesk' })[1]:stop()
  wait('the end of the server', function()
    return #vim.lsp.get_clients({ name = 'copydesk' }) == 0
  end)
end, debug.traceback)

if not ok then
  io.stderr:write(message .. '\n')
  vim.cmd('cquit 1')
end
vim.cmd('qall!')
