-- What an editor of bulletins would do: open the draft, see a finding, complete a source, fix, save. Run by
-- tests/editors/test_neovim.py; status 0 is a pass, and failures are reported on standard error.

local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local helpers = dofile(vim.fs.joinpath(here, 'helpers.lua'))
local wait, finding, line_of = helpers.wait, helpers.finding, helpers.line_of

helpers.run(function()
  assert(vim.bo.filetype == 'markdown', vim.bo.filetype)
  local client = helpers.served()
  wait('a finding', function()
    return finding('missing-citation-comma') ~= nil
  end)

  -- The finding is at the gap, after Cyrillic, Arabic and an emoji.
  local found = finding('missing-citation-comma')
  local row, column = line_of(' May 9')
  assert(found.lnum == row - 1 and found.col == column, vim.inspect(found))

  assert(vim.diagnostic.config(nil, found.namespace).severity_sort, 'the worst finding of a line is shown first')

  -- The page of the rule, in a window above the text.
  local windows = #vim.api.nvim_list_wins()
  vim.api.nvim_win_set_cursor(0, { row, column })
  vim.cmd('CopydeskExplain')
  assert(#vim.api.nvim_list_wins() == windows + 1, 'the page is shown')
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      local page = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
      assert(page:find('missing-citation-comma', 1, true), page)
      vim.api.nvim_win_close(window, true)
    end
  end

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
  -- The editor collects changes for a moment before it sends them to the server.
  local item
  wait('a source', function()
    local answer = client:request_sync('textDocument/completion', params, 5000, 0)
    item = answer.result.items[1]
    return item ~= nil
  end)
  assert(item.label == 'Daily Nation', vim.inspect(item))
  assert(item.textEdit.newText:find('${1:url}', 1, true), item.textEdit.newText)
  vim.cmd('silent undo')

  -- The citation of an address, at the cursor.
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

  -- A listed name is reported as such; a new name is asked about, and added.
  local said, shown = {}, {}
  local notify, select = vim.notify, vim.ui.select
  vim.notify = function(message)
    table.insert(said, message)
  end
  vim.ui.select = function(choices, options, chosen)
    table.insert(shown, options.format_item and options.format_item(choices[1]) or choices[1])
    -- A rejected form is shown again.
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
  -- Everything created for it is removed with it: the list, its folder, and the line in the configuration.
  vim.cmd('CopydeskUndoAdd')
  assert(said[#said]:find('taken back', 1, true), vim.inspect(said))
  local desk = vim.fs.dirname(vim.fs.dirname(list))
  assert(vim.fn.isdirectory(vim.fs.dirname(list)) == 0, 'the folder stays')
  assert(vim.fn.filereadable(vim.fs.joinpath(desk, 'copydesk.toml')) == 0, 'the configuration stays')
  -- A listed name leads to its record, which is read-only.
  local draft = vim.api.nvim_get_current_buf()
  row, column = line_of('al-Shabaab')
  vim.api.nvim_win_set_cursor(0, { row, column + 2 })
  vim.lsp.buf.definition()
  wait('the record', function()
    return vim.api.nvim_buf_get_lines(0, 3, 4, false)[1] == '[[actors]]'
  end)
  assert(vim.bo.modifiable == false and vim.bo.buftype == 'nofile', vim.bo.buftype)
  assert(vim.list_contains(vim.api.nvim_buf_get_lines(0, 0, -1, false), 'id = "al-shabaab"'))
  assert(#vim.lsp.get_clients({ bufnr = 0 }) == 0, 'no server takes up a record')
  vim.api.nvim_set_current_buf(draft)
  -- If the article cites in footnotes, so does the command: a note reference, and its definition.
  vim.cmd('edit ' .. vim.fs.joinpath(vim.fs.dirname(vim.api.nvim_buf_get_name(draft)), 'notes.md'))
  local note = '[^1]: Lena Holt, “Quay Reopens,” *Reuters*, May 5, 2018.'
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { '# Дождь', '', 'It is shut.[^1] Снег 😀 fell.', '', note })
  -- Text typed later is a separate undo step.
  vim.cmd('let &undolevels = &undolevels')
  helpers.served()
  vim.api.nvim_win_set_cursor(0, { 3, 0 })
  vim.cmd('normal! $')
  wait('the note', function()
    if not vim.api.nvim_get_current_line():find('[^2]', 1, true) then
      vim.cmd('CopydeskCite https://www.dawn.com/2018/10/05/snow?utm_source=x')
      vim.wait(300)
    end
    local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
    return lines[3] == 'It is shut.[^1] Снег 😀 fell.[^2]' and (lines[7] or ''):find('*Dawn*, October 5, 2018', 1, true) ~= nil
  end)
  vim.cmd('silent undo')
  assert(vim.api.nvim_buf_line_count(0) == 5, 'one step back undoes both')
  vim.cmd('bwipeout!')
  vim.api.nvim_set_current_buf(draft)
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
end)
